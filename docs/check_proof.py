#!/usr/bin/env python3
"""Memeriksa bukti segel yang diunduh dari halaman Riwayat, tanpa program lain selain Python 3.

    python3 check_proof.py BUKTI.json AKAR
    python3 check_proof.py BUKTI.json SEGEL.json

AKAR adalah 64 huruf dan angka yang tercetak pada dokumen atau tampil di halaman Segel; SEGEL.json
adalah berkas satu hari dari halaman itu. Hasil: 0 benar, 1 salah, 2 cara pakai keliru.
"""

import hashlib
import json
import re
import sys


class Salah(Exception):
    """Bukti ini tidak benar; pesannya menyebut yang pertama tidak cocok."""


def canonical(value):
    """Satu-satunya cara menulis sebuah nilai: kunci urut, tanpa spasi, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def digest(content):
    """SHA-256 dari isi, tanpa sidik yang tertulis di dalamnya."""
    rest = {name: value for name, value in content.items() if name != "digest"}
    return hashlib.sha256(canonical(rest)).hexdigest()


def check_entries(proof):
    """Setiap catatan cocok dengan sidiknya dan dengan catatan sebelumnya."""
    previous = "0" * 64
    for number, entry in enumerate(proof["entries"], start=1):
        if entry["chain"] != proof["chain"] or entry["number"] != number:
            raise Salah(f"catatan nomor {number} hilang atau bukan dari rangkaian ini")
        if entry["previous"] != previous:
            raise Salah(f"catatan nomor {number} tidak tersambung dengan yang sebelumnya")
        if entry["digest"] != digest(entry):
            raise Salah(f"isi catatan nomor {number} tidak cocok dengan sidiknya")
        previous = entry["digest"]
    if not proof["entries"]:
        raise Salah("tidak ada satu catatan pun di dalamnya")


def root_of(proof):
    """Akar pohon Merkle (RFC 6962) dari catatan terakhir dan jalurnya."""
    head = proof["entries"][-1]
    leaf = {name: head[name] for name in ("chain", "number", "digest")}
    value = hashlib.sha256(b"\0" + canonical(leaf)).digest()
    index, last = proof["index"], proof["seal"]["chains"] - 1
    path = [bytes.fromhex(step) for step in proof["path"]]
    while last > 0:
        if index & 1 or index < last:
            if not path:
                raise Salah("jalur ke akar terlalu pendek")
            other = path.pop(0)
            pair = other + value if index & 1 else value + other
            value = hashlib.sha256(b"\1" + pair).digest()
        index, last = index >> 1, last >> 1
    if path or index:
        raise Salah("jalur ke akar tidak cocok dengan tempatnya")
    return value.hex()


def check(proof, published):
    """Bukti terhadap yang diumumkan: sebuah akar, atau isi SEGEL.json."""
    check_entries(proof)
    root = root_of(proof)
    if isinstance(published, dict):
        if published["digest"] != digest(published):
            raise Salah("isi berkas segel tidak cocok dengan sidiknya")
        if published["day"] != proof["seal"]["day"]:
            raise Salah(f"bukti ini untuk {proof['seal']['day']}, segelnya {published['day']}")
        published = published["root"]
    if root != published.lower():
        raise Salah(f"akarnya {root}, bukan akar yang diumumkan")


def main(words):
    """Baca, periksa, dan katakan hasilnya."""
    if len(words) != 2:
        print(__doc__)
        return 2
    try:
        with open(words[0], encoding="utf-8") as file:
            proof = json.load(file)
        published = words[1]
        if not re.fullmatch("[0-9a-fA-F]{64}", published):
            with open(published, encoding="utf-8") as file:
                published = json.load(file)
    except (OSError, ValueError) as error:
        print(f"Tidak terbaca: {error}")
        return 2
    try:
        check(proof, published)
    except Salah as error:
        print(f"SALAH: {error}.")
        return 1
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        print("SALAH: berkas ini tidak berbentuk bukti segel.")
        return 1
    for entry in proof["entries"]:
        print(f"{entry['number']:>4}  {entry['at'][:16]}Z  {entry['act']}, {entry['actor_name']}")
    print(
        f"BENAR: {len(proof['entries'])} catatan dari {proof['chain']} ada di bawah segel "
        f"{proof['seal']['day']} dan tidak berubah sejak itu."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
