"""Mail is printed to the terminal. A real site hands it to its mail server here, with smtplib."""


def send(address, text):
    print(f"--- mail to {address}\n{text}\n---", flush=True)
