"""Readers that behave as one that was taken over, or met a file it cannot stand."""

import os
import resource
import sys
import time

from terukur.confined.refusal import FileRefused


def echo(source, *, word):
    yield [source.read().decode(), word]


def refuse(_source):
    raise FileRefused("Berkas ini tidak pantas.")
    yield


def abort(_source):
    os.abort()
    yield


def allocate(_source):
    yield len(bytearray(1024 * 1024 * 1024))


def spin(_source):
    while True:
        pass
    yield


def sleep(_source):
    time.sleep(60)
    yield


def leave(_source):
    sys.exit(0)
    yield


def raise_error(_source):
    raise RuntimeError("rahasia")
    yield


def stop_early(_source):
    yield 1
    os._exit(0)


def babble(_source):
    while True:
        yield "x" * 10_000


def nest(_source):
    word = "x"
    for _ in range(900):
        word = [word]
    for _ in range(200):
        yield word
        yield "y" * 9000


def endless(_source, *, path):
    while True:
        yield os.getpid()


def look_around(_source, *, path):
    wrote = True
    try:
        with open(path, "wb") as file:
            file.write(b"x")
    except OSError:
        wrote = False
    core = resource.getrlimit(resource.RLIMIT_CORE)[1]
    yield [dict(os.environ), len(os.listdir("/proc/self/fd")), wrote, core]
