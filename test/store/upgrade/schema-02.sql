PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE positions (
  mailbox     TEXT NOT NULL,
  folder      TEXT NOT NULL,
  uidvalidity TEXT NOT NULL,
  uid         INTEGER NOT NULL CHECK (uid >= 0),
  PRIMARY KEY (mailbox, folder)
) STRICT;
INSERT INTO positions VALUES('support@trustsource.example@127.0.0.1:1143','INBOX','1',5);
CREATE TABLE report_numbers (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last > 0)
) STRICT;
INSERT INTO report_numbers VALUES(2026,4);
CREATE TABLE reports (
  id             INTEGER PRIMARY KEY,
  number         TEXT NOT NULL UNIQUE,
  state          TEXT NOT NULL CHECK (state IN ('received', 'undecryptable', 'quarantined')),
  received_at    TEXT NOT NULL,
  recorded_at    TEXT NOT NULL,
  acknowledge_by TEXT NOT NULL,
  disclose_by    TEXT NOT NULL,
  content        TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
INSERT INTO reports VALUES(1,'TS-2026-0001','received','2026-11-28T23:08:27.000Z','2026-11-28T23:08:30.174Z','2026-11-30T23:00:00.000Z','2027-02-26T23:08:27.000Z','{"reporter":{"name":"Isla Ferran","email":"isla.ferran@mailhost.example","creditAs":"iferran","wantsCredit":true},"summary":"token of another project readable through the REST API","description":"GET /v2/projects/{id}/settings checks that the caller is logged in, but not that the caller is a member of the project. The answer holds the field \"apiToken\" in the clear.","steps":["Log in as a user without any project.","Call GET https://api.trustsource.example/v2/projects/1001/settings with the session token.","Read the field apiToken in the answer."],"affected":[{"product":"REST API v2 build","versions":["2026.10.3"]}],"environment":"curl 8.5.0 on Debian 12","mitigations":"Rotate the tokens of all projects after the fix.","impact":"Anybody with a free account can upload results to, and delete scans of, any project.","severity":{"vector":"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:L","score":null,"rating":"high"},"cwe":["CWE-639"],"cve":[],"references":["https://api.trustsource.example/v2/projects/1001/settings"],"attachments":[],"missing":[],"language":"en","source":{"reporterEmail":"header","creditAs":"prose","summary":"subject","description":"section","steps":"section","affected":"section","environment":"section","mitigations":"section","impact":"section","severity":"label"},"schema":"security-inbox/report@1","receivedAt":"2026-11-28T23:08:27.000Z","trigger":"subject","foundIn":"inbox","furtherIds":[],"replaySuspected":false,"related":[],"followUps":[],"state":"received","stateReason":null,"encryption":{"state":"cleartext"},"signature":{"outcome":"unsigned","fingerprint":null,"key":null,"userIdMatchesFrom":null,"covers":null},"protectedHeader":null,"differences":[],"authentication":null,"notes":["text-and-html-differ"],"id":"TS-2026-0001"}');
INSERT INTO reports VALUES(2,'TS-2026-0002','received','2026-11-28T23:08:27.000Z','2026-11-28T23:08:30.283Z','2026-11-30T23:00:00.000Z','2027-02-26T23:08:27.000Z','{"reporter":{"name":"Rune Halvorsen","email":"rune@halvorsen.example","creditAs":"Rune Halvorsen, Fjordlab","wantsCredit":true},"summary":"ts-scan runs code from the scanned repository","description":"ts-scan loads the file .tsscan/hooks.py of the repository it scans and runs it without asking.","steps":["Create a repository with the file .tsscan/hooks.py: import os os.system(\"id > /tmp/tsscan-proof\")","Run `ts-scan scan .` in it.","Look at /tmp/tsscan-proof."],"affected":[{"product":"ts-scan","versions":["2.0.0 to 2.3.1"]}],"environment":"Ubuntu 24.04, Python 3.12.3","mitigations":"Run the scanner in a container without secrets until it is fixed.","impact":"Whoever scans a foreign repository runs its author''s code with the rights of the build server.","severity":{"vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H","score":null,"rating":"critical"},"cwe":["CWE-829"],"cve":[],"references":[],"attachments":[],"missing":[],"language":"en","source":{"reporterEmail":"header","creditAs":"prose","summary":"subject","description":"section","steps":"section","affected":"section","environment":"section","mitigations":"section","impact":"section","severity":"section"},"schema":"security-inbox/report@1","receivedAt":"2026-11-28T23:08:27.000Z","trigger":"protected-subject","foundIn":"inbox","furtherIds":[],"replaySuspected":false,"related":[],"followUps":[],"state":"received","stateReason":null,"encryption":{"state":"decrypted","form":"pgp-mime","keyFingerprint":"C4C5931C3C9D3E50607545E9644A4175E6920F05","keyState":"current"},"signature":{"outcome":"unsigned","fingerprint":null,"key":null,"userIdMatchesFrom":null,"covers":null},"protectedHeader":{"subject":"Security Alert: ts-scan runs code from the scanned repository","from":{"name":"Rune Halvorsen","address":"rune@halvorsen.example"},"to":[{"name":null,"address":"support@trustsource.example"}],"date":"2026-11-24T06:15:22.000Z","messageId":"<d3b07384-d113-4ec6-a9f1-0c8e5e2f7b04@halvorsen.example>"},"differences":[],"authentication":null,"notes":[],"id":"TS-2026-0002"}');
INSERT INTO reports VALUES(3,'TS-2026-0003','undecryptable','2026-11-28T23:08:27.000Z','2026-11-28T23:08:30.305Z','2026-11-30T23:00:00.000Z','2027-02-26T23:08:27.000Z','{"reporter":{"name":"Teodor Lindqvist","email":"teodor@lindqvist.example","creditAs":null,"wantsCredit":null},"summary":"see encrypted part","description":null,"steps":[],"affected":[],"environment":null,"mitigations":null,"impact":null,"severity":null,"cwe":[],"cve":[],"references":[],"attachments":[],"missing":["description","steps","affected"],"language":null,"source":{"reporterEmail":"header","summary":"subject"},"schema":"security-inbox/report@1","receivedAt":"2026-11-28T23:08:27.000Z","trigger":"subject","foundIn":"inbox","furtherIds":[],"replaySuspected":false,"related":[],"followUps":[],"state":"undecryptable","stateReason":"encrypted to a key that is not configured","encryption":{"state":"undecryptable","form":"pgp-mime","reason":"no-matching-key"},"signature":{"outcome":"unsigned","fingerprint":null,"key":null,"userIdMatchesFrom":null,"covers":null},"protectedHeader":null,"differences":[],"authentication":null,"notes":[],"id":"TS-2026-0003"}');
INSERT INTO reports VALUES(4,'TS-2026-0004','received','2026-11-28T23:08:30.000Z','2026-11-28T23:08:33.250Z','2026-11-30T23:00:00.000Z','2027-02-26T23:08:30.000Z','{"reporter":{"name":"Anouk Verhaegen","email":"anouk@verhaegen.example","creditAs":null,"wantsCredit":null},"summary":"ts-deepscan follows symbolic links out of the directory it is asked to scan, and puts what it finds there into the report.","description":"ts-deepscan follows symbolic links out of the directory it is asked to scan, and puts what it finds there into the report.","steps":["ln -s /etc/shadow evidence.txt","sudo ts-deepscan -o out.json .","out.json holds the lines of /etc/shadow."],"affected":[{"product":"ts-deepscan","versions":["<= 1.2.4"]}],"environment":"Fedora 41, Node.js 22.11","mitigations":"Do not run it as root.","impact":null,"severity":null,"cwe":[],"cve":[],"references":[],"attachments":[{"filename":"report.md","contentType":"text/markdown"}],"missing":[],"language":"en","source":{"reporterEmail":"header","summary":"section","description":"section","steps":"section","affected":"section","environment":"section","mitigations":"section"},"schema":"security-inbox/report@1","receivedAt":"2026-11-28T23:08:30.000Z","trigger":"subject","foundIn":"inbox","furtherIds":[],"replaySuspected":false,"related":[],"followUps":[],"state":"received","stateReason":null,"encryption":{"state":"decrypted","form":"attachment","keyFingerprint":"C4C5931C3C9D3E50607545E9644A4175E6920F05","keyState":"current"},"signature":{"outcome":"unsigned","fingerprint":null,"key":null,"userIdMatchesFrom":null,"covers":null},"protectedHeader":null,"differences":[],"authentication":null,"notes":["words-outside-encryption"],"id":"TS-2026-0004"}');
CREATE TABLE attachments (
  report_id    INTEGER NOT NULL REFERENCES reports (id),
  position     INTEGER NOT NULL CHECK (position >= 0),
  filename     TEXT,
  content_type TEXT NOT NULL,
  encrypted    INTEGER NOT NULL CHECK (encrypted IN (0, 1)),
  sha256       TEXT NOT NULL,
  bytes        BLOB NOT NULL,
  PRIMARY KEY (report_id, position)
) STRICT;
INSERT INTO attachments VALUES(4,0,'report.md','text/markdown',1,'25667610c634c301272ba3a6c0f8e77347a32bdab88dd70439bdeddd1d7ad154',X'23204465736372697074696f6e0d0a0d0a74732d646565707363616e20666f6c6c6f77732073796d626f6c6963206c696e6b73206f7574206f6620746865206469726563746f72792069742069732061736b656420746f0d0a7363616e2c20616e64207075747320776861742069742066696e647320746865726520696e746f20746865207265706f72742e0d0a0d0a232053746570730d0a0d0a312e206c6e202d73202f6574632f736861646f772065766964656e63652e7478740d0a322e207375646f2074732d646565707363616e202d6f206f75742e6a736f6e202e0d0a332e206f75742e6a736f6e20686f6c647320746865206c696e6573206f66202f6574632f736861646f772e0d0a0d0a232041666665637465640d0a0d0a2d2074732d646565707363616e203c3d20312e322e340d0a0d0a2320456e7669726f6e6d656e740d0a0d0a4665646f72612034312c204e6f64652e6a732032322e31310d0a0d0a2320576f726b61726f756e640d0a0d0a446f206e6f742072756e20697420617320726f6f742e0d0a');
CREATE TABLE messages (
  id             INTEGER PRIMARY KEY,
  report_id      INTEGER NOT NULL REFERENCES reports (id),
  role           TEXT NOT NULL CHECK (role IN ('report', 'follow-up', 'copy')),
  received_at    TEXT NOT NULL,
  message_id     TEXT,
  sender         TEXT,
  signer         TEXT,
  sha256         TEXT NOT NULL UNIQUE,
  content_sha256 TEXT,
  complete       INTEGER NOT NULL CHECK (complete IN (0, 1)),
  bytes          BLOB NOT NULL
) STRICT;
INSERT INTO messages VALUES(1,1,'report','2026-11-28T23:08:27.000Z','<CAKx7=demo2b4f9c81e0@mail.mailhost.example>','isla.ferran@mailhost.example',NULL,'ac7c0d97663469ec836ebf41d49d10295ac50626ca0bdeac5bb16e3c3c1f8979','eb28b11fe4015f4c4b3414383a53ba4449a1b69c027c77532170b0c7825e5bba',1,X'46726f6d3a2049736c612046657272616e203c69736c612e66657272616e406d61696c686f73742e6578616d706c653e0d0a546f3a20737570706f7274407472757374736f757263652e6578616d706c650d0a5375626a6563743a20536563757269747920416c6572743a20746f6b656e206f6620616e6f746865722070726f6a656374207265616461626c65207468726f756768207468652052455354204150490d0a446174653a204d6f6e2c203233204e6f7620323032362032323a34303a3035202b303030300d0a4d6573736167652d49443a203c43414b78373d64656d6f32623466396338316530406d61696c2e6d61696c686f73742e6578616d706c653e0d0a4d494d452d56657273696f6e3a20312e300d0a436f6e74656e742d547970653a206d756c7469706172742f616c7465726e61746976653b20626f756e646172793d2230303030303030303030303061316232633330363239643465356636220d0a0d0a2d2d303030303030303030303030613162326333303632396434653566360d0a436f6e74656e742d547970653a20746578742f706c61696e3b20636861727365743d225554462d38220d0a436f6e74656e742d5472616e736665722d456e636f64696e673a2071756f7465642d7072696e7461626c650d0a0d0a4869207365637572697479207465616d2c0d0a0d0a53756d6d6172790d0a5468652052455354204150492072657475726e73207468652041504920746f6b656e206f6620616e792070726f6a656374207768656e207468652070726f6a656374206964206973206775653d0d0a737365642e0d0a0d0a4465736372697074696f6e0d0a474554202f76322f70726f6a656374732f7b69647d2f73657474696e677320636865636b732074686174207468652063616c6c6572206973206c6f6767656420696e2c20627574206e6f74203d0d0a74686174207468652063616c6c65722069732061206d656d626572206f66207468652070726f6a6563742e2054686520616e7377657220686f6c647320746865206669656c642022617069543d0d0a6f6b656e2220696e2074686520636c6561722e0d0a0d0a537465707320746f20726570726f647563650d0a312e204c6f6720696e2061732061207573657220776974686f757420616e792070726f6a6563742e0d0a322e2043616c6c204745542068747470733a2f2f6170692e7472757374736f757263652e6578616d706c652f76322f70726f6a656374732f313030312f73657474696e6773207769746820743d0d0a68652073657373696f6e20746f6b656e2e0d0a332e205265616420746865206669656c6420617069546f6b656e20696e2074686520616e737765722e0d0a0d0a41666665637465640d0a52455354204150492076322c206275696c6420323032362e31302e330d0a0d0a456e7669726f6e6d656e740d0a6375726c20382e352e30206f6e2044656269616e2031320d0a0d0a496d706163740d0a416e79626f6479207769746820612066726565206163636f756e742063616e2075706c6f616420726573756c747320746f2c20616e642064656c657465207363616e73206f662c20616e79203d0d0a70726f6a6563742e0d0a0d0a53657665726974793a20486967682c20435653533a332e312f41563a4e2f41433a4c2f50523a4c2f55493a4e2f533a552f433a482f493a482f413a4c2c204357452d3633390d0a0d0a576f726b61726f756e640d0a526f746174652074686520746f6b656e73206f6620616c6c2070726f6a6563747320616674657220746865206669782e0d0a0d0a506c6561736520637265646974206d6520617320226966657272616e222e0d0a0d0a49736c610d0a0d0a2d2d303030303030303030303030613162326333303632396434653566360d0a436f6e74656e742d547970653a20746578742f68746d6c3b20636861727365743d225554462d38220d0a436f6e74656e742d5472616e736665722d456e636f64696e673a2071756f7465642d7072696e7461626c650d0a0d0a3c646976206469723d3344226c7472223e3c703e4869207365637572697479207465616d2c3c2f703e3c68333e53756d6d6172793c2f68333e3c703e546865205245535420415049207265743d0d0a75726e73207468652041504920746f6b656e206f6620616e792070726f6a656374207768656e207468652070726f6a65637420696420697320677565737365642e3c2f703e3c2f6469763e0d0a0d0a2d2d303030303030303030303030613162326333303632396434653566362d2d0d0a');
INSERT INTO messages VALUES(2,2,'report','2026-11-28T23:08:27.000Z','<d3b07384-d113-4ec6-a9f1-0c8e5e2f7b04@halvorsen.example>','rune@halvorsen.example',NULL,'d93b01b55e2b91c29b1626f54b788b4183a459df6b42261264566137c25fb645','4379a697cf23d5684f289aeb431b97a9c1027b56317c097d471a68ba7658d8bd',1,X'46726f6d3a2052756e652048616c766f7273656e203c72756e654068616c766f7273656e2e6578616d706c653e0d0a546f3a20737570706f7274407472757374736f757263652e6578616d706c650d0a5375626a6563743a202e2e2e0d0a446174653a205475652c203234204e6f7620323032362030373a31353a3232202b303130300d0a4d6573736167652d49443a203c64336230373338342d643131332d346563362d613966312d3063386535653266376230344068616c766f7273656e2e6578616d706c653e0d0a557365722d4167656e743a204d6f7a696c6c61205468756e646572626972640d0a4d494d452d56657273696f6e3a20312e300d0a436f6e74656e742d547970653a206d756c7469706172742f656e637279707465643b2070726f746f636f6c3d226170706c69636174696f6e2f7067702d656e63727970746564223b20626f756e646172793d222d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b71220d0a0d0a5468697320697320616e204f70656e5047502f4d494d4520656e63727970746564206d6573736167652028524643203438383020616e642033313536290d0a2d2d2d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b710d0a436f6e74656e742d547970653a206170706c69636174696f6e2f7067702d656e637279707465640d0a436f6e74656e742d4465736372697074696f6e3a205047502f4d494d452076657273696f6e206964656e74696669636174696f6e0d0a0d0a56657273696f6e3a20310d0a0d0a2d2d2d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b710d0a436f6e74656e742d547970653a206170706c69636174696f6e2f6f637465742d73747265616d3b206e616d653d22656e637279707465642e617363220d0a436f6e74656e742d4465736372697074696f6e3a204f70656e50475020656e63727970746564206d6573736167650d0a436f6e74656e742d446973706f736974696f6e3a20696e6c696e653b2066696c656e616d653d22656e637279707465642e617363220d0a0d0a2d2d2d2d2d424547494e20504750204d4553534147452d2d2d2d2d0d0a0d0a775651445952316336634f7650416b5a734e6250795753556e774673457341317761614851673733523857676a6e77505378316833632f6d456b34700d0a4352443167322b714a546245593244594f5a6a6b7837415a4f39635248504e6536796c487a6d48757262386a52357a424d34344c42663753784559420d0a6f615349504d537a794e3546785a447262394c4e4d347058306a534359537357572b52766741335365654158564c4741456c616a762f4e2f50795a510d0a6738436a5234502b6f2b793061393844454749715750766742434b616b6945525a5059736e7a64355552633034366c6f36724964762f646b55656b540d0a424f67394670614b7538302f6f34694c5a7268776e3579656364504766476d614d592b6b4343734247676c7368672b474633305a564b2f63794d484d0d0a4e6d46374243794559645a5a386f7176467058614955766f346f786951637a6f734573704c726b32374d6e4c6e5a54754f64736e464b69792f5832370d0a36574f3565767a72516a6370526b694d475848796c634f4c415868734a5a756b437851485651705573544471346b504a2f416c6a61743252437174760d0a74396b6f2b375078515157574d4e6d433336475947686a444e7732636c454358716a686d2f334c6b49335836584f513678716134756a5141305639390d0a347153574b41714333476b3839536a7934744544744b6f68706d5145427a66713731392b445748332f6b746c6e2f715748356d6831767761595857780d0a48647878456e42746253767246503968516a414a435368316567307a6d764d3655726334644d7339694270634439774a37433257417742434f6230680d0a4e4d4568442f7831694545507261752f5a326a416145494b6568524551347a6b52534d4d433947682f694c597a78596d557851482b6437636b555a380d0a55616a552f575a4f583155326f4c796d652f6f6f63796f34706a55684a31516374576e43733668396b6a3846616b593938324d48716639494e7572420d0a46717645705857494764564332396b59504f484938552f7265686d6e346950744c427047306c595a4b544666374e2b72437243507569744b6d7535430d0a424644785161316f5247352f69446862347743755468744c515754482b2f50317278356348586f2b58525a66303545707663465569494d33596d6f650d0a4c4b725956706954514858592b314458434e7343654b494b3767327251376e62594a704f594150516b32516238464f63334954357970676f75766b360d0a314d78467a434f614939514d7470482f53536f6335467263426b53356f4b6f4d5458733665456e4e6b7161545770436d6a74374336375448704632450d0a7149436d6338682f7951436a474e72505a356462746b6878332b6d5162674a717468414d4a597168586a4e4c576e4839456f4673744743374c4b2f6a0d0a4c5a6143646c4a784679536f6d546749784931626d357766667546376e626b42726b4d422f7a626a746b6d7466636b57623343596a78774967694e630d0a6464734d4237476b7575564e43545533384359763062537a61376d38796c597752564c4b4f3977656a6548582b5566434f7a49637378485a536846530d0a793532425657636e6a374b686f6a55436262694d594c305a322b74444d7a74444436456b5131474747306e632f594d5943536731455546702b6e69330d0a6d344f534f53774b6d2b78336b7971364e666b46314d6848336b524c34444c3239454d47436d7364474543305237632b3531797a4c42565053326c620d0a556f6352624c6b744c50396751373841357751696346594d4a5941493763364c4a4d76436c58496d76375951487873636679796c4b76384941532b620d0a70476a526d6a6a754570664b6b317245612b4a55792b4b6d6e6f724741534348314230354c7359665053733968706a694430786b6e77706a4758592f0d0a4533724238564d55437556322b2b52672f7753725a30376e62677058542f63774d69467a5335502b4e6b384469426563474256422f4d417a597631790d0a6d67525a626849744768665132673939374e7141695759316564396453614c5075414f547866704a396b6e774a56444243436f733565314b776665330d0a384466596f315a78684537554f6f4e57564e64797445616653506a625245773345396e614e656b7059664d6a4147487051617a41705751472f6431360d0a305770633030413143385467517039355038337a387675336758426264412f705954476a304447717143754f39626f6859696e683067414e6f59644f0d0a554379716b446b2b39756c794137593171365336527366344558634c6a446b6c6e3746424a492f795a56516674746447476e7154356d6d37372f62630d0a536b516c32526d7a4a543265553162303034534775394e6d6d466c70643861567a316a66372b68695531434c57434e6d777a4c7648444d7830736d360d0a4f2f3467426f77714f7150654d7638762f7057634b5a2b3556354f3532756a54746a3370776c624a384d6f73774b6e527753642b543470467654726f0d0a384e794f74615767684d38624b7777583461346270504a6a445238473865516e6e673d3d0d0a3d315942760d0a2d2d2d2d2d454e4420504750204d4553534147452d2d2d2d2d0d0a0d0a2d2d2d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b712d2d0d0a');
INSERT INTO messages VALUES(3,3,'report','2026-11-28T23:08:27.000Z','<4C7E-teodor@lindqvist.example>','teodor@lindqvist.example',NULL,'0742caef63799c7415a16b4087ed9d14c186ffa9ce2ec36419f5a68a7114299d','09830b5ce1249f500ae7682426928d8873cf69a9c42b537e5d816c6e615e2944',1,X'46726f6d3a2054656f646f72204c696e647176697374203c74656f646f72406c696e6471766973742e6578616d706c653e0d0a546f3a20737570706f7274407472757374736f757263652e6578616d706c650d0a5375626a6563743a20536563757269747920416c6572743a2073656520656e6372797074656420706172740d0a446174653a205475652c203234204e6f7620323032362031313a31313a3131202b303130300d0a4d6573736167652d49443a203c344337452d74656f646f72406c696e6471766973742e6578616d706c653e0d0a582d4d61696c65723a204170706c65204d61696c2028322e333832362e3230302e313231290d0a4d494d452d56657273696f6e3a20312e300d0a436f6e74656e742d547970653a206d756c7469706172742f656e637279707465643b2070726f746f636f6c3d226170706c69636174696f6e2f7067702d656e63727970746564223b20626f756e646172793d222d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b71220d0a0d0a5468697320697320616e204f70656e5047502f4d494d4520656e63727970746564206d6573736167652028524643203438383020616e642033313536290d0a2d2d2d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b710d0a436f6e74656e742d547970653a206170706c69636174696f6e2f7067702d656e637279707465640d0a436f6e74656e742d4465736372697074696f6e3a205047502f4d494d452076657273696f6e206964656e74696669636174696f6e0d0a0d0a56657273696f6e3a20310d0a0d0a2d2d2d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b710d0a436f6e74656e742d547970653a206170706c69636174696f6e2f6f637465742d73747265616d3b206e616d653d22656e637279707465642e617363220d0a436f6e74656e742d4465736372697074696f6e3a204f70656e50475020656e63727970746564206d6573736167650d0a436f6e74656e742d446973706f736974696f6e3a20696e6c696e653b2066696c656e616d653d22656e637279707465642e617363220d0a0d0a2d2d2d2d2d424547494e20504750204d4553534147452d2d2d2d2d0d0a0d0a775651444f7869594d57692f3864515a506f355a776a5270355a637a3864707736454b3053654c694842387571624979565754797454666c424873700d0a43527a594966534765592b77726149564331726c75394d4b596b6233555071315a473732504f446d6a6532437651313567316b6467764c53775055420d0a4c6b666e5547346979434a4635333568484a5262546c4f374379314d3349334c545a617a6a543162785330453849307845685835444f35762f5338370d0a4c764d5531524a6464304f6b726677777834747a314a533073447137317861516353544e5a4262557a5737436f4341516f714677436e6c576a6976420d0a34674f68354a7753414b31654c6d553772714b514c413930414a46666b736435396271477862316b577a6e65756a34635a6c7874766936664d674c650d0a6d4f504e3855446c6d74344d4e4d536441536c634f73544b686c34344674486236354c7054476e554f47676e7179572f6743396c7a584751756930770d0a346278794170376d5a794a4c776b6a4579557872616d572f334f4d50687978715576784e4a576f2b594a7a5a5a2b474c3936576e6d395a683741384c0d0a6e36545a51446f4e3355705965766e79543634676c7441376e71715a366c587258413666653839526f4b6f504e373263433732732b532f7747516d480d0a7478783174434b454f4a6372766862394e4630582f6f70375270674a4b616c51592b56482b4a4969472f52315168682f4d37385579613264386a796f0d0a4b2b6f433930446b4a552b716344422b5a7478796b4c3056786743776d6a336845615a4e425672546c58574874495043366f44514f4778745972736c0d0a7349764f6f6c6b533048454b7143684a4b5444684167354c5a46706e32644d6e426e34436c53476b484e523339446e33584143312f2f68684c5075320d0a39564655333036674c7146545744507667467a772b46346f6b75324d3576686255795654505a792f6a513d3d0d0a3d586b44720d0a2d2d2d2d2d454e4420504750204d4553534147452d2d2d2d2d0d0a0d0a2d2d2d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b712d2d0d0a');
INSERT INTO messages VALUES(4,4,'report','2026-11-28T23:08:30.000Z','<Zz8k3demo@verhaegen.example>','anouk@verhaegen.example',NULL,'67e6937ee7884e988b1db49149e0385734b00ea44dd41f1c1daba759b41b6165','1bf6e101b3cb064a7526b1c6615eec7acb41573acea178f5057fd2b6c3abc0f6',1,X'46726f6d3a20416e6f756b2056657268616567656e203c616e6f756b4076657268616567656e2e6578616d706c653e0d0a546f3a20737570706f7274407472757374736f757263652e6578616d706c650d0a5375626a6563743a20536563757269747920416c657274202864657461696c7320656e6372797074656420696e20746865206174746163686d656e74290d0a446174653a205475652c203234204e6f7620323032362031303a32303a3333202b303130300d0a4d6573736167652d49443a203c5a7a386b3364656d6f4076657268616567656e2e6578616d706c653e0d0a557365722d4167656e743a204d7574742f322e322e31332028323032342d30332d3039290d0a4d494d452d56657273696f6e3a20312e300d0a436f6e74656e742d547970653a206d756c7469706172742f6d697865643b20626f756e646172793d222d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b71220d0a0d0a2d2d2d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b710d0a436f6e74656e742d547970653a20746578742f706c61696e3b20636861727365743d75732d61736369690d0a0d0a48656c6c6f2c20746865207265706f727420697320696e2074686520656e637279707465642066696c652e0d0a0d0a2d2d2d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b710d0a436f6e74656e742d547970653a206170706c69636174696f6e2f6f637465742d73747265616d3b206e616d653d227265706f72742e6d642e677067220d0a436f6e74656e742d446973706f736974696f6e3a206174746163686d656e743b2066696c656e616d653d227265706f72742e6d642e677067220d0a436f6e74656e742d5472616e736665722d456e636f64696e673a206261736536340d0a0d0a775651445952316336634f7650416b5a306153484c6f65426850634b4e4d5358544a5635776666456936326d733572556d4d4b6975504b49536c51704362466b395050686d422b5361514e620d0a562b7a3278646c7332463648593846627242792f316b5466676b765a58534b6630734e646c764c5377503842356f4c373856626d4b4b626955444c6a4d544379773878677654496a3963496d0d0a57326a5857694b7a7544332b7a6f4c4f6838787851633446336741795166395073324d696b307032544f654e4d50647461316d2b4866702f5348514231746a4e5944392b4a3066316b48354d0d0a4c586b387430744d717434527372755377532f732f32534b6e42426e6137474d553270725a4d396e6477382b58496e6a42634e6e753443324b4d33486e71766c735838446777656a706573320d0a445a36312f30484f587a624c7671354463323754614b50427955324a712f744431486e5431525541333279486e59416542677067687a497178706a6c3762744870743457634f2b43335666650d0a72646a3231626f6b43323371636b6b6b644457697277334274664a6964593148396b4e6149704d343548753673376c4f41786a30426a5a3731796d547570725a522b56694a4d3968646939410d0a2b38645663714c4c6f7a71536a6a3771525a2f6f756e6f6458304d5866754f716255586c653478556c46787575664a5965784443494c6f634f50645930383753716e6a35622b376b6130506f0d0a31762b4958714d376d414b65434e2b4c6c4b6c667a733238366a3248376b2f3136753375374b32742f334150442b425630554843457634357052586f48744555497757437658484f4b4c49480d0a4e314e4343375737486a2f324c70596e306662613950636c734643496371416f633241416c486a6a794736756d6d516f4e583033576b59506c647177717a73626c4649736c704b6c68722b4f0d0a2b4d5942554f57585442384e6875327170424d726d76725631704966696e413d0d0a2d2d2d2d2d2d2d2d2d2d2d2d2d2d64656d6f4e336e463878775132754b712d2d0d0a');
CREATE TABLE IF NOT EXISTS "receipts" (
  id            INTEGER PRIMARY KEY,
  report_id     INTEGER NOT NULL REFERENCES reports (id),
  kind          TEXT NOT NULL CHECK (kind IN ('receipt', 'follow-up', 'question')),
  state         TEXT NOT NULL CHECK (state IN ('queued', 'held', 'sent', 'refused', 'bounced', 'withheld')),
  created_at    TEXT NOT NULL,
  reason        TEXT,
  recipient     TEXT,
  message_id    TEXT UNIQUE,
  in_reply_to   TEXT,
  reference_ids TEXT,
  subject       TEXT,
  text          TEXT,
  html          TEXT,
  encrypt_to    TEXT,
  attempts      INTEGER NOT NULL DEFAULT 0,
  last_attempt  TEXT,
  last_answer   TEXT,
  sent_at       TEXT,
  CHECK ((state = 'withheld') = (recipient IS NULL)),
  CHECK (state NOT IN ('withheld', 'held') OR reason IS NOT NULL),
  CHECK ((state IN ('sent', 'bounced')) = (sent_at IS NOT NULL))
) STRICT;
INSERT INTO receipts VALUES(1,1,'receipt','sent','2026-11-28T23:08:30.235Z',NULL,'isla.ferran@mailhost.example','<receipt.ac7c0d97663469ec836ebf41d49d10295ac50626@trustsource.example>','<CAKx7=demo2b4f9c81e0@mail.mailhost.example>','<CAKx7=demo2b4f9c81e0@mail.mailhost.example>','[TS-2026-0001] We have received your report',replace('Hello,\n\nthank you. Your report is on record as TS-2026-0001. It reached us on\nSunday, 29 November 2026 at 00:08 CET.\nThis is an automatic receipt; a person has not read your report yet.\n\nWhat happens next:\n\n- An engineer answers you within 1 working day, by\n  Tuesday, 1 December 2026 at 00:00 CET.\n- We disclose the vulnerability within 90 days, on 27 February 2027\n  at the latest, and agree the day with you.\n\nA report helps us most when it says:\n\n- what the vulnerability is, and what it allows\n- how it can be reproduced, step by step\n- which tool and which version it is in\n- the environment you found it in\n- mitigations or workarounds you know of\n- who you are, and whether you want to be credited\n\nTo add something, reply to this mail and keep TS-2026-0001 in its\nsubject.\n\nOur disclosure policy:\nhttps://www.trustsource.example/vulnerability-disclosure\n\nPlease encrypt what you send us with our OpenPGP key, which is attached:\nC4C5 931C 3C9D 3E50 6075 45E9 644A 4175 E692 0F05\n\nYour report came unencrypted. If you use OpenPGP, import the attached\nkey, check that its fingerprint is the one in our policy, and encrypt to\nit.\nIf you do not, please send no further details by plain mail: Thunderbird\nencrypts mail without other software, or ask us for another way.\n\nTrustSource Security\n','\n',char(10)),replace('<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>TS-2026-0001</title></head>\n<body>\n<p>Hello,</p>\n<p>thank you. Your report is on record as TS-2026-0001. It reached us on Sunday, 29 November 2026 at 00:08 CET. This is an automatic receipt; a person has not read your report yet.</p>\n<p>What happens next:</p>\n<ul>\n<li>An engineer answers you within 1 working day, by Tuesday, 1 December 2026 at 00:00 CET.</li>\n<li>We disclose the vulnerability within 90 days, on 27 February 2027 at the latest, and agree the day with you.</li>\n</ul>\n<p>A report helps us most when it says:</p>\n<ul>\n<li>what the vulnerability is, and what it allows</li>\n<li>how it can be reproduced, step by step</li>\n<li>which tool and which version it is in</li>\n<li>the environment you found it in</li>\n<li>mitigations or workarounds you know of</li>\n<li>who you are, and whether you want to be credited</li>\n</ul>\n<p>To add something, reply to this mail and keep TS-2026-0001 in its subject.</p>\n<p>Our disclosure policy:<br><a href="https://www.trustsource.example/vulnerability-disclosure">https://www.trustsource.example/vulnerability-disclosure</a></p>\n<p>Please encrypt what you send us with our OpenPGP key, which is attached:<br><code>C4C5 931C 3C9D 3E50 6075 45E9 644A 4175 E692 0F05</code></p>\n<p>Your report came unencrypted. If you use OpenPGP, import the attached key, check that its fingerprint is the one in our policy, and encrypt to it.</p>\n<p>If you do not, please send no further details by plain mail: Thunderbird encrypts mail without other software, or ask us for another way.</p>\n<p>TrustSource Security</p>\n</body>\n</html>\n','\n',char(10)),NULL,1,'2026-11-28T23:08:30.315Z','250 taken','2026-11-28T23:08:30.480Z');
INSERT INTO receipts VALUES(2,2,'receipt','sent','2026-11-28T23:08:30.289Z',NULL,'rune@halvorsen.example','<receipt.d93b01b55e2b91c29b1626f54b788b4183a459df@trustsource.example>','<d3b07384-d113-4ec6-a9f1-0c8e5e2f7b04@halvorsen.example>','<d3b07384-d113-4ec6-a9f1-0c8e5e2f7b04@halvorsen.example>','[TS-2026-0002] We have received your report',replace('Hello,\n\nthank you. Your report is on record as TS-2026-0002. It reached us on\nSunday, 29 November 2026 at 00:08 CET.\nThis is an automatic receipt; a person has not read your report yet.\n\nWhat happens next:\n\n- An engineer answers you within 1 working day, by\n  Tuesday, 1 December 2026 at 00:00 CET.\n- We disclose the vulnerability within 90 days, on 27 February 2027\n  at the latest, and agree the day with you.\n\nA report helps us most when it says:\n\n- what the vulnerability is, and what it allows\n- how it can be reproduced, step by step\n- which tool and which version it is in\n- the environment you found it in\n- mitigations or workarounds you know of\n- who you are, and whether you want to be credited\n\nTo add something, reply to this mail and keep TS-2026-0002 in its\nsubject.\n\nOur disclosure policy:\nhttps://www.trustsource.example/vulnerability-disclosure\n\nPlease encrypt what you send us with our OpenPGP key, which is attached:\nC4C5 931C 3C9D 3E50 6075 45E9 644A 4175 E692 0F05\n\nTrustSource Security\n','\n',char(10)),replace('<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>TS-2026-0002</title></head>\n<body>\n<p>Hello,</p>\n<p>thank you. Your report is on record as TS-2026-0002. It reached us on Sunday, 29 November 2026 at 00:08 CET. This is an automatic receipt; a person has not read your report yet.</p>\n<p>What happens next:</p>\n<ul>\n<li>An engineer answers you within 1 working day, by Tuesday, 1 December 2026 at 00:00 CET.</li>\n<li>We disclose the vulnerability within 90 days, on 27 February 2027 at the latest, and agree the day with you.</li>\n</ul>\n<p>A report helps us most when it says:</p>\n<ul>\n<li>what the vulnerability is, and what it allows</li>\n<li>how it can be reproduced, step by step</li>\n<li>which tool and which version it is in</li>\n<li>the environment you found it in</li>\n<li>mitigations or workarounds you know of</li>\n<li>who you are, and whether you want to be credited</li>\n</ul>\n<p>To add something, reply to this mail and keep TS-2026-0002 in its subject.</p>\n<p>Our disclosure policy:<br><a href="https://www.trustsource.example/vulnerability-disclosure">https://www.trustsource.example/vulnerability-disclosure</a></p>\n<p>Please encrypt what you send us with our OpenPGP key, which is attached:<br><code>C4C5 931C 3C9D 3E50 6075 45E9 644A 4175 E692 0F05</code></p>\n<p>TrustSource Security</p>\n</body>\n</html>\n','\n',char(10)),NULL,1,'2026-11-28T23:08:30.482Z','250 taken','2026-11-28T23:08:30.496Z');
INSERT INTO receipts VALUES(3,3,'receipt','sent','2026-11-28T23:08:30.309Z',NULL,'teodor@lindqvist.example','<receipt.0742caef63799c7415a16b4087ed9d14c186ffa9@trustsource.example>','<4C7E-teodor@lindqvist.example>','<4C7E-teodor@lindqvist.example>','[TS-2026-0003] We have received your report',replace('Hello,\n\nthank you. Your report is on record as TS-2026-0003. It reached us on\nSunday, 29 November 2026 at 00:08 CET.\nThis is an automatic receipt; a person has not read your report yet.\n\nWhat happens next:\n\n- An engineer answers you within 1 working day, by\n  Tuesday, 1 December 2026 at 00:00 CET.\n- We disclose the vulnerability within 90 days, on 27 February 2027\n  at the latest, and agree the day with you.\n\nA report helps us most when it says:\n\n- what the vulnerability is, and what it allows\n- how it can be reproduced, step by step\n- which tool and which version it is in\n- the environment you found it in\n- mitigations or workarounds you know of\n- who you are, and whether you want to be credited\n\nTo add something, reply to this mail and keep TS-2026-0003 in its\nsubject.\n\nOur disclosure policy:\nhttps://www.trustsource.example/vulnerability-disclosure\n\nPlease encrypt what you send us with our OpenPGP key, which is attached:\nC4C5 931C 3C9D 3E50 6075 45E9 644A 4175 E692 0F05\n\nTrustSource Security\n','\n',char(10)),replace('<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>TS-2026-0003</title></head>\n<body>\n<p>Hello,</p>\n<p>thank you. Your report is on record as TS-2026-0003. It reached us on Sunday, 29 November 2026 at 00:08 CET. This is an automatic receipt; a person has not read your report yet.</p>\n<p>What happens next:</p>\n<ul>\n<li>An engineer answers you within 1 working day, by Tuesday, 1 December 2026 at 00:00 CET.</li>\n<li>We disclose the vulnerability within 90 days, on 27 February 2027 at the latest, and agree the day with you.</li>\n</ul>\n<p>A report helps us most when it says:</p>\n<ul>\n<li>what the vulnerability is, and what it allows</li>\n<li>how it can be reproduced, step by step</li>\n<li>which tool and which version it is in</li>\n<li>the environment you found it in</li>\n<li>mitigations or workarounds you know of</li>\n<li>who you are, and whether you want to be credited</li>\n</ul>\n<p>To add something, reply to this mail and keep TS-2026-0003 in its subject.</p>\n<p>Our disclosure policy:<br><a href="https://www.trustsource.example/vulnerability-disclosure">https://www.trustsource.example/vulnerability-disclosure</a></p>\n<p>Please encrypt what you send us with our OpenPGP key, which is attached:<br><code>C4C5 931C 3C9D 3E50 6075 45E9 644A 4175 E692 0F05</code></p>\n<p>TrustSource Security</p>\n</body>\n</html>\n','\n',char(10)),NULL,1,'2026-11-28T23:08:30.502Z','250 taken','2026-11-28T23:08:30.518Z');
INSERT INTO receipts VALUES(4,4,'receipt','queued','2026-11-28T23:08:33.309Z',NULL,'anouk@verhaegen.example','<receipt.67e6937ee7884e988b1db49149e0385734b00ea4@trustsource.example>','<Zz8k3demo@verhaegen.example>','<Zz8k3demo@verhaegen.example>','[TS-2026-0004] We have received your report',replace('Hello,\n\nthank you. Your report is on record as TS-2026-0004. It reached us on\nSunday, 29 November 2026 at 00:08 CET.\nThis is an automatic receipt; a person has not read your report yet.\n\nWhat happens next:\n\n- An engineer answers you within 1 working day, by\n  Tuesday, 1 December 2026 at 00:00 CET.\n- We disclose the vulnerability within 90 days, on 27 February 2027\n  at the latest, and agree the day with you.\n\nA report helps us most when it says:\n\n- what the vulnerability is, and what it allows\n- how it can be reproduced, step by step\n- which tool and which version it is in\n- the environment you found it in\n- mitigations or workarounds you know of\n- who you are, and whether you want to be credited\n\nTo add something, reply to this mail and keep TS-2026-0004 in its\nsubject.\n\nOur disclosure policy:\nhttps://www.trustsource.example/vulnerability-disclosure\n\nPlease encrypt what you send us with our OpenPGP key, which is attached:\nC4C5 931C 3C9D 3E50 6075 45E9 644A 4175 E692 0F05\n\nTrustSource Security\n','\n',char(10)),replace('<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>TS-2026-0004</title></head>\n<body>\n<p>Hello,</p>\n<p>thank you. Your report is on record as TS-2026-0004. It reached us on Sunday, 29 November 2026 at 00:08 CET. This is an automatic receipt; a person has not read your report yet.</p>\n<p>What happens next:</p>\n<ul>\n<li>An engineer answers you within 1 working day, by Tuesday, 1 December 2026 at 00:00 CET.</li>\n<li>We disclose the vulnerability within 90 days, on 27 February 2027 at the latest, and agree the day with you.</li>\n</ul>\n<p>A report helps us most when it says:</p>\n<ul>\n<li>what the vulnerability is, and what it allows</li>\n<li>how it can be reproduced, step by step</li>\n<li>which tool and which version it is in</li>\n<li>the environment you found it in</li>\n<li>mitigations or workarounds you know of</li>\n<li>who you are, and whether you want to be credited</li>\n</ul>\n<p>To add something, reply to this mail and keep TS-2026-0004 in its subject.</p>\n<p>Our disclosure policy:<br><a href="https://www.trustsource.example/vulnerability-disclosure">https://www.trustsource.example/vulnerability-disclosure</a></p>\n<p>Please encrypt what you send us with our OpenPGP key, which is attached:<br><code>C4C5 931C 3C9D 3E50 6075 45E9 644A 4175 E692 0F05</code></p>\n<p>TrustSource Security</p>\n</body>\n</html>\n','\n',char(10)),NULL,1,'2026-11-28T23:08:33.323Z','451 4.3.2 later',NULL);
CREATE TABLE further_numbers (
  number    TEXT PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES reports (id)
) STRICT, WITHOUT ROWID;
CREATE TABLE ciphertexts (
  sha256     TEXT NOT NULL,
  message_id INTEGER NOT NULL REFERENCES messages (id),
  PRIMARY KEY (sha256, message_id)
) STRICT, WITHOUT ROWID;
INSERT INTO ciphertexts VALUES('f3f139973618a78d44990933cbf915487aec8077462a5c6c922efe3144efe733',2);
INSERT INTO ciphertexts VALUES('f2d7b3fd1bb739ced898506171e8bafab840e2945eb55df0f56960cfe2a4b29c',3);
INSERT INTO ciphertexts VALUES('ea43a0176ba5e15b0cad0ec9459fb38d6428225a3dd53dd852f33db781684621',4);
CREATE TABLE sender_keys (
  address     TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  armored     TEXT NOT NULL,
  learned_at  TEXT NOT NULL,
  report_id   INTEGER NOT NULL REFERENCES reports (id)
) STRICT;
CREATE TABLE word_sketches (
  report_id INTEGER PRIMARY KEY REFERENCES reports (id),
  sketch    BLOB NOT NULL
) STRICT;
INSERT INTO word_sketches VALUES(1,X'0a1e5c015e0151026a408f00dd2627004801e800d6907300c3f08d002c8c8b022ccd7b069d506605f2ba18017b4c420118acd903a0efd40182bb3501b61a5a0094b665023d23ce02083630008167fd0106a7ad00d2e32a008f905800df552e00dbae1501714e8f01bc67bb0281871600af573e00dff3e1069adfec0037a5760171ded40281aca401f60a0c0199dca900844b9800b89c4d01ea6825015218d8018e2dbe01afb9480035966a003a045f00bdb80000092d6200ab793c0013ae9400941bc3012a92a602b84a39019645d7006269c900fe927801a4e1c100da576500f910e80118975a051340f101cd730a0062fb4d00d52db20031872e00aaac8203047b8401214789029f909c00624bc502579e5700de9837007dd45000ed6276012d0cb701dca6cb009f836602cd192000c0be3c00b6a278027c456f004dcb1d02bc32aa01f42749021b934b01464b400099c67603c050aa03cc7632001c6cde00d80d5f02d2879202b7bade02b5e1e403def0f80285a32200b69a9b0022acc800af41060130526300a7d65400dd6eda02ea2a200117909002a3841305b1337101c85b4a0237bc5a000009070079a59d010e767d0172a435029d5d42007a11c80022e2db00467723030b59a401dfe73a01dd35e9070f2759059ac40302554c8000');
INSERT INTO word_sketches VALUES(2,X'f73f6901d8d83003349dbe009a01e000dd5adc0058880e0187d10d02ec5ba8031f33e502e1662a00d1487b006393a600cc75a30358d3bc00203d0c02e07d660149042f0398fcbb00c31375007a414e005504060081370900d549a2004a3559012a2df901c80794079294a60281871600cd8f1b00d8ed0501e355f100c662df0074dd29004761a5020503680099dca9006f5cef000dfe200407bb8801676f1802326735011bd6b702640c2c0043664c015a439001ee636e007aa0bc03bb043b005ffb3102f3497c016746480225a0fe0086262501dec1110257717003c256e4004573cd011bbd8a03ca4c2b001a18c500d56f4d00d52db200625b32015b01d100c969c800847af10175b86e0135f128029a24ba028c3c5c039108f4007b940c02548aaf010ec89400c0505200f433fb01ec68bf01e98d2304fdf480014dcb1d023c1a1301bf2dec01422fde01d227cc01ef00160344c5d203e87fc801f52d7301ab0422017d6d660040a25600c17d44024af95204e7d34d00fdcf9e019a50910252b6730290a1080023e13d0094a92406fe6ad1005378de003b64bf00eead0c0116ed7400274eb80163218203257ce6002759870172dcef009d5d42004be30100fe420700f2788405eb856200dfe73a017959a4026ae96a04eace45065a774801');
INSERT INTO word_sketches VALUES(4,X'597a0d019daea502efab06045e64ba05e16b37009b9bbc00949a6d00f80ebf034b9a0d0071845a00a55ad705618ae607ecc3b00d02b01201da81e205fd3d2a009b38ce01a70b0b03380d7a0093eee801a8b06b00cbf0b8010acb210219e3f40e21382b0444a4010d39a04905e179ff029c05350321a3bf07338f7d01dd8d700552e74d01c0e3eb066b8c8d036f67360019c51f00b6337a0aebc9f5048daefa05bc9487049d89b9075ea291020ff9d6067d5bc301d253320383bdc703ec2f5702b9bb3d045642cf000c58a600059b2c0622d49200d4fde10435bbf300f2261d014c8a6703373a79006ab33f07a5c7770342beae0638222d01f0576a020b915502740f1402b35e9e01c770fc00b18fe1078e60d104f6f3ed0b1a468e0112518600ce83ab08d2941801f55b6c053699fd01321ed00116adc70034337d076631c2041a15f104184a54060723fe005d90530340900c10435c27091c4a62098cb51601a9cac500d4928f00daaba403c3cbe2023acee200e552690229f25e00b4e1d7010724c40218794a08cf304c0370b85e0301467c051ae1ec01429041026c06400197670300b2ecc800830d5202e5a42301dc9585005cd6b80430d21e04f3460201ad9c8802a771110106dbbf0967c153004a1f54074d4f57032c6e5302925c6403');
CREATE TABLE word_bands (
  band      INTEGER NOT NULL,
  hash      INTEGER NOT NULL,
  report_id INTEGER NOT NULL REFERENCES reports (id),
  PRIMARY KEY (band, hash, report_id)
) STRICT, WITHOUT ROWID;
INSERT INTO word_bands VALUES(0,29428005,2);
INSERT INTO word_bands VALUES(0,764617683,4);
INSERT INTO word_bands VALUES(0,4258586249,1);
INSERT INTO word_bands VALUES(1,955385487,4);
INSERT INTO word_bands VALUES(1,2420472568,2);
INSERT INTO word_bands VALUES(1,3058248314,1);
INSERT INTO word_bands VALUES(2,1204642226,2);
INSERT INTO word_bands VALUES(2,1566004399,1);
INSERT INTO word_bands VALUES(2,2524734602,4);
INSERT INTO word_bands VALUES(3,2433995519,4);
INSERT INTO word_bands VALUES(3,2700190472,1);
INSERT INTO word_bands VALUES(3,4242722927,2);
INSERT INTO word_bands VALUES(4,1008669388,1);
INSERT INTO word_bands VALUES(4,1556111587,2);
INSERT INTO word_bands VALUES(4,3471586378,4);
INSERT INTO word_bands VALUES(5,1379440949,2);
INSERT INTO word_bands VALUES(5,1619576858,4);
INSERT INTO word_bands VALUES(5,1741402379,1);
INSERT INTO word_bands VALUES(6,409668728,1);
INSERT INTO word_bands VALUES(6,1613194583,2);
INSERT INTO word_bands VALUES(6,3798320679,4);
INSERT INTO word_bands VALUES(7,1311034295,2);
INSERT INTO word_bands VALUES(7,1723200814,4);
INSERT INTO word_bands VALUES(7,3485440182,1);
INSERT INTO word_bands VALUES(8,151210637,4);
INSERT INTO word_bands VALUES(8,713557285,1);
INSERT INTO word_bands VALUES(8,896888808,2);
INSERT INTO word_bands VALUES(9,1496974127,2);
INSERT INTO word_bands VALUES(9,3666135367,4);
INSERT INTO word_bands VALUES(9,4081756607,1);
INSERT INTO word_bands VALUES(10,1996527740,2);
INSERT INTO word_bands VALUES(10,2188855493,4);
INSERT INTO word_bands VALUES(10,2386705414,1);
INSERT INTO word_bands VALUES(11,1443252033,4);
INSERT INTO word_bands VALUES(11,3331618387,2);
INSERT INTO word_bands VALUES(11,3855375887,1);
INSERT INTO word_bands VALUES(12,2336918006,2);
INSERT INTO word_bands VALUES(12,2853762889,1);
INSERT INTO word_bands VALUES(12,4133523235,4);
INSERT INTO word_bands VALUES(13,120811319,2);
INSERT INTO word_bands VALUES(13,1249890291,1);
INSERT INTO word_bands VALUES(13,3595131243,4);
INSERT INTO word_bands VALUES(14,791809040,2);
INSERT INTO word_bands VALUES(14,2228142074,1);
INSERT INTO word_bands VALUES(14,2778543633,4);
INSERT INTO word_bands VALUES(15,2324444909,2);
INSERT INTO word_bands VALUES(15,2779157676,1);
INSERT INTO word_bands VALUES(15,3039859445,4);
INSERT INTO word_bands VALUES(16,2915122808,4);
INSERT INTO word_bands VALUES(16,3323045513,2);
INSERT INTO word_bands VALUES(16,3572947511,1);
INSERT INTO word_bands VALUES(17,344182535,1);
INSERT INTO word_bands VALUES(17,1181863747,4);
INSERT INTO word_bands VALUES(17,2119923499,2);
INSERT INTO word_bands VALUES(18,2496962708,1);
INSERT INTO word_bands VALUES(18,3118593316,2);
INSERT INTO word_bands VALUES(18,3802367364,4);
INSERT INTO word_bands VALUES(19,1060281808,1);
INSERT INTO word_bands VALUES(19,2778276242,4);
INSERT INTO word_bands VALUES(19,3337554188,2);
INSERT INTO word_bands VALUES(20,985650148,4);
INSERT INTO word_bands VALUES(20,2083051461,1);
INSERT INTO word_bands VALUES(20,4182658599,2);
INSERT INTO word_bands VALUES(21,2082242598,2);
INSERT INTO word_bands VALUES(21,2537998985,4);
INSERT INTO word_bands VALUES(21,3980563165,1);
INSERT INTO word_bands VALUES(22,1271003634,1);
INSERT INTO word_bands VALUES(22,2760219036,2);
INSERT INTO word_bands VALUES(22,3209402385,4);
INSERT INTO word_bands VALUES(23,605950498,1);
INSERT INTO word_bands VALUES(23,2964837154,4);
INSERT INTO word_bands VALUES(23,2982871923,2);
INSERT INTO word_bands VALUES(24,547700078,4);
INSERT INTO word_bands VALUES(24,613738868,1);
INSERT INTO word_bands VALUES(24,1497619961,2);
INSERT INTO word_bands VALUES(25,1595457672,2);
INSERT INTO word_bands VALUES(25,2924831679,4);
INSERT INTO word_bands VALUES(25,3517293557,1);
INSERT INTO word_bands VALUES(26,795791302,1);
INSERT INTO word_bands VALUES(26,1223572988,2);
INSERT INTO word_bands VALUES(26,4186037362,4);
INSERT INTO word_bands VALUES(27,3521505472,1);
INSERT INTO word_bands VALUES(27,3597325456,4);
INSERT INTO word_bands VALUES(27,4014436938,2);
INSERT INTO word_bands VALUES(28,2691327666,1);
INSERT INTO word_bands VALUES(28,2978350959,2);
INSERT INTO word_bands VALUES(28,3931854113,4);
INSERT INTO word_bands VALUES(29,394689577,2);
INSERT INTO word_bands VALUES(29,1476900654,1);
INSERT INTO word_bands VALUES(29,3401452009,4);
INSERT INTO word_bands VALUES(30,571334550,2);
INSERT INTO word_bands VALUES(30,1626463786,4);
INSERT INTO word_bands VALUES(30,1989608307,1);
INSERT INTO word_bands VALUES(31,2567552669,1);
INSERT INTO word_bands VALUES(31,4155640818,4);
INSERT INTO word_bands VALUES(31,4171326559,2);
INSERT INTO word_bands VALUES(32,87914824,2);
INSERT INTO word_bands VALUES(32,2097255882,4);
INSERT INTO word_bands VALUES(32,3367094461,1);
INSERT INTO word_bands VALUES(33,1997352007,2);
INSERT INTO word_bands VALUES(33,2441519789,4);
INSERT INTO word_bands VALUES(33,3083155594,1);
INSERT INTO word_bands VALUES(34,697872698,4);
INSERT INTO word_bands VALUES(34,921930006,1);
INSERT INTO word_bands VALUES(34,2819097414,2);
INSERT INTO word_bands VALUES(35,238043403,2);
INSERT INTO word_bands VALUES(35,888365038,1);
INSERT INTO word_bands VALUES(35,3283665529,4);
INSERT INTO word_bands VALUES(36,255414403,2);
INSERT INTO word_bands VALUES(36,1130146839,1);
INSERT INTO word_bands VALUES(36,3352613183,4);
INSERT INTO word_bands VALUES(37,485148890,1);
INSERT INTO word_bands VALUES(37,599114448,2);
INSERT INTO word_bands VALUES(37,2870454197,4);
INSERT INTO word_bands VALUES(38,240201170,1);
INSERT INTO word_bands VALUES(38,2002712337,2);
INSERT INTO word_bands VALUES(38,3193162930,4);
INSERT INTO word_bands VALUES(39,1230862264,2);
INSERT INTO word_bands VALUES(39,2926356723,1);
INSERT INTO word_bands VALUES(39,3365955175,4);
CREATE INDEX reports_by_arrival ON reports (received_at);
CREATE INDEX messages_by_report ON messages (report_id);
CREATE INDEX messages_by_message_id ON messages (message_id);
CREATE INDEX messages_by_content ON messages (content_sha256, sender);
CREATE INDEX receipts_by_state ON receipts (state);
CREATE INDEX receipts_by_report ON receipts (report_id);
CREATE INDEX receipts_by_time ON receipts (created_at);
CREATE INDEX further_numbers_by_report ON further_numbers (report_id);
CREATE INDEX ciphertexts_by_message ON ciphertexts (message_id);
COMMIT;
PRAGMA application_id = 1399153481;
PRAGMA user_version = 2;
