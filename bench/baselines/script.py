"""What an admin would write in an afternoon: looks for reports, decrypts them with gpg, keeps them in SQLite, answers.

Usage: script.py IMAP_PORT IMAP_USER IMAP_PASSWORD SMTP_PORT SMTP_USER SMTP_PASSWORD DATABASE
GNUPGHOME says where the keys are. It keeps where it got to by UID, as the program does, and touches no mail.
"""

import email
import email.policy
import email.utils
import imaplib
import smtplib
import sqlite3
import subprocess
import sys
from email.message import EmailMessage

imap_port, imap_user, imap_password, smtp_port, smtp_user, smtp_password, database = sys.argv[1:]


def decrypt(ciphertext):
    opened = subprocess.run(
        ["gpg", "--batch", "--quiet", "--decrypt"], input=ciphertext, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    if opened.returncode != 0:
        raise RuntimeError(opened.stderr.decode())
    return email.message_from_bytes(opened.stdout, policy=email.policy.default)


def words_and_files(mail):
    if mail.get_content_type() == "multipart/encrypted":
        mail = decrypt(list(mail.iter_parts())[1].get_payload(decode=True))
    body = mail.get_body(("plain",))
    files = [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()]
    return mail["Subject"], body.get_content() if body else "", files


connection = sqlite3.connect(database)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = FULL")
connection.executescript(
    """CREATE TABLE IF NOT EXISTS reports (id INTEGER PRIMARY KEY, uid INTEGER UNIQUE, message_id TEXT UNIQUE,
       sender TEXT, subject TEXT, words TEXT, raw BLOB, answered INTEGER NOT NULL DEFAULT 0);
       CREATE TABLE IF NOT EXISTS files (report INTEGER, name TEXT, content BLOB);"""
)
last = connection.execute("SELECT coalesce(max(uid), 0) FROM reports").fetchone()[0]

imap = imaplib.IMAP4("127.0.0.1", int(imap_port))
imap.login(imap_user, imap_password)
imap.select("INBOX", readonly=True)
smtp = smtplib.SMTP("127.0.0.1", int(smtp_port))
smtp.login(smtp_user, smtp_password)

_, found = imap.uid("SEARCH", "UID", f"{last + 1}:*", "SUBJECT", '"Security Alert"')
for uid in (int(word) for word in found[0].split()):
    if uid <= last:
        continue
    _, answer = imap.uid("FETCH", str(uid), "(BODY.PEEK[])")
    raw = answer[0][1]
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    subject, words, files = words_and_files(mail)
    sender = email.utils.parseaddr(mail["From"])[1]
    with connection:
        report = connection.execute(
            "INSERT INTO reports (uid, message_id, sender, subject, words, raw) VALUES (?, ?, ?, ?, ?, ?)",
            (uid, mail["Message-ID"], sender, subject or mail["Subject"], words, raw),
        ).lastrowid
        connection.executemany(
            "INSERT INTO files VALUES (?, ?, ?)",
            [(report, name, content if isinstance(content, bytes) else content.encode()) for name, content in files],
        )
    reply = EmailMessage()
    reply["From"] = "support@example.test"
    reply["To"] = sender
    reply["Subject"] = f"[TS-{report}] We have received your report"
    reply["In-Reply-To"] = mail["Message-ID"]
    reply["Auto-Submitted"] = "auto-replied"
    reply.set_content("Thank you. We have received your report and will write to you within a working day.\n")
    smtp.send_message(reply)
    with connection:
        connection.execute("UPDATE reports SET answered = 1 WHERE id = ?", (report,))

smtp.quit()
imap.logout()
print(connection.execute("SELECT count(*) FROM reports WHERE answered").fetchone()[0])
