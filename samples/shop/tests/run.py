#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tests the shop from outside: what shopctl prints and what shopd answers.

usage: tests/run.py [BUILD-FOLDER]

SHOPCTL and SHOPD name the commands; without them they are taken from the build folder.
"""
import http.client
import json
import os
import pathlib
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()
SHOPCTL = shlex.split(os.environ.get("SHOPCTL") or str(BUILD / "shopctl"))
SHOPD = shlex.split(os.environ.get("SHOPD") or str(BUILD / "shopd"))
DATA = HERE / "data"
T0 = "2024-03-01T10:00:00"

passed = failed = 0


def check(what, found, wanted=True):
    global passed, failed
    if found == wanted:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what}\n  wanted {wanted!r}\n  found  {found!r}")


def contains(what, text, part):
    check(f"{what}: {part!r} in {text!r}", part in text)


class Shop:
    def __init__(self, folder, name):
        self.db = str(folder / f"{name}.db")
        self.spool = pathlib.Path(self.db + ".spool")
        self.now = T0
        self.server = None
        env = dict(os.environ)
        for key in ("SHOP_DB", "SHOP_DATA", "SHOP_NOW"):
            env.pop(key, None)
        self.env = env

    def run(self, *args):
        p = subprocess.run(SHOPCTL + ["--db", self.db, "--data", str(DATA), "--now", self.now, *map(str, args)],
                           capture_output=True, text=True, env=self.env, timeout=60)
        return p.returncode, p.stdout, p.stderr

    def ctl(self, *args):
        code, out, err = self.run(*args)
        if code != 0:
            check(f"shopctl {' '.join(map(str, args))}: {err}", code, 0)
        return out

    def error(self, *args):
        """exit status and message of a command that must not work"""
        code, out, err = self.run(*args)
        lines = [line[7:] for line in err.splitlines() if line.startswith("error: ")]
        return code, lines[-1] if lines else err

    def start(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.server = subprocess.Popen(SHOPD + ["--db", self.db, "--port", str(self.port), "--data", str(DATA)],
                                       stdout=subprocess.DEVNULL, env={**self.env, "SHOP_NOW": self.now})
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit("shopd does not answer")

    def stop(self):
        if not self.server:
            return None
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(20)
        self.server = None
        return code

    def raw(self, method, path, form=None, headers=None):
        conn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = urllib.parse.urlencode(form) if isinstance(form, dict) else form
        head = dict(headers or {})
        if body is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        conn.request(method, path, body, head)
        answer = conn.getresponse()
        data = answer.read()
        conn.close()
        return answer.status, answer.headers, data

    def web(self, method, path, form=None, headers=None):
        status, _, data = self.raw(method, path, form, headers)
        try:
            return status, json.loads(data)
        except ValueError:
            return status, data.decode()


def field(text, name):
    for line in text.splitlines():
        if line.startswith(name + ": "):
            return line[len(name) + 2:]
    return None


def rows(text):
    return [line.split("\t") for line in text.splitlines()]


def fill(shop):
    """two customers, four products"""
    shop.ctl("customer-add", "ann@garden.example", "Ann Ashby", "--phone", "040 123")
    shop.ctl("customer-add", "Ben@Garden.example", "Ben O'Neil")
    shop.ctl("address", "ann@garden.example", "Elm Street 1", "20095", "Hamburg")
    shop.ctl("address", 2, "Rue du Bac 9", "75007", "Paris", "FR")
    shop.ctl("category", "Garden")
    shop.ctl("category", "Tools", "--parent", "garden")
    shop.ctl("category", "Plants & Seeds", "--parent", "garden")
    shop.ctl("product-add", "SPADE-1", "Garden spade", "24.95", "--weight", 1500, "--category", "tools")
    shop.ctl("product-add", "ROSE-RED", "Rose, red", "12", "--weight", 400, "--category", "plants-seeds",
             "--tax", "reduced")
    shop.ctl("product-add", "SEED-MIX", "Meadow seeds", "3.5", "--weight", 50, "--category", "plants-seeds",
             "--tax", "reduced")
    shop.ctl("product-add", "POT-XL", "Pot, very large", "89.00", "--weight", 9000)
    shop.ctl("receive", "SPADE-1", 10)
    shop.ctl("receive", "ROSE-RED", 20, "--reason", "nursery")
    shop.ctl("receive", "SEED-MIX", 100)
    shop.ctl("receive", "POT-XL", 5)


def test_setup(shop):
    check("no shop yet", shop.run("customers")[0], 1)
    check("init", shop.ctl("init"), "schema version 7\n")
    check("init twice", shop.error("init"), (1, "already exists"))
    check("nothing to migrate", shop.ctl("migrate"), "0 migrations, schema version 7\n")
    check("unknown command", shop.run("nonsense")[0], 2)
    check("too few arguments", shop.run("price", "X")[0], 2)
    check("config default", shop.ctl("config", "hold_hours"), "48\n")
    shop.ctl("config", "hold_hours", "36")
    check("config set", shop.ctl("config", "hold_hours"), "36\n")
    check("config unknown", shop.error("config", "no_such_key"), (1, "not found"))
    contains("config list", shop.ctl("config"), "hold_hours = 36\n")
    shop.ctl("config", "hold_hours", "48")
    check("bad time", subprocess.run(SHOPCTL + ["--db", shop.db, "--now", "yesterday", "customers"],
                                     capture_output=True, env=shop.env).returncode, 2)


def test_customers(shop):
    check("add", shop.ctl("customer-add", "zoe@garden.example", "Zoe"), "customer 3\n")
    check("same address, other case", shop.error("customer-add", "ZOE@garden.example", "Zoe"), (1, "already exists"))
    for bad in ("zoe", "@b.example", "a b@c.example", "a@b", "a@b@c.example"):
        check(f"address {bad}", shop.error("customer-add", bad, "Zoe"), (1, "invalid input"))
    out = shop.ctl("customer", "ben@garden.example")
    check("mail address in lower case", field(out, "email"), "ben@garden.example")
    check("quote in a name", field(out, "name"), "Ben O'Neil")
    check("tier", field(out, "tier"), "none")
    check("since", field(out, "since"), "2024-03-01")
    check("address printed", field(out, "address"), "Rue du Bac 9, 75007 Paris, FR (default)")
    check("unknown customer", shop.error("customer", 99), (1, "not found"))
    shop.ctl("address", 1, "Oak Lane 2", "10115", "Berlin")
    out = shop.ctl("customer", 1)
    contains("first address stays the default", out, "Elm Street 1, 20095 Hamburg, DE (default)")
    shop.ctl("address", 1, "Oak Lane 3", "10115", "Berlin", "--default")
    out = shop.ctl("customer", 1)
    contains("new default", out, "Oak Lane 3, 10115 Berlin, DE (default)")
    check("only one default", out.count("(default)"), 1)
    shop.ctl("address", 1, "Elm Street 1", "20095", "Hamburg", "--default")
    check("bad zip", shop.error("address", 1, "Oak Lane 2", "1011", "Berlin"), (1, "invalid input"))
    check("search", [r[0] for r in rows(shop.ctl("customers", "--search", "o'n"))], ["2"])
    check("sort by name", [r[2] for r in rows(shop.ctl("customers", "--sort", "name"))],
          ["Ann Ashby", "Ben O'Neil", "Zoe"])
    shop.ctl("customer-set", 3, "phone", "112")
    check("set phone", field(shop.ctl("customer", 3), "phone"), "112")
    check("set nonsense", shop.error("customer-set", 3, "tier", "2"), (1, "invalid input"))
    check("set a taken address", shop.error("customer-set", 3, "email", "ann@garden.example"), (1, "already exists"))
    shop.ctl("note", 3, "rings twice", "--author", "ann")
    check("note", field(shop.ctl("customer", 3), "note"), "ann: rings twice")
    shop.ctl("address", 3, "Ash Road 1", "20095", "Hamburg")
    check("delete takes addresses and notes along", shop.ctl("customer-del", 3),
          "removed with 1 addresses and 1 notes\n")
    check("deleted", shop.error("customer", 3), (1, "not found"))


def test_catalogue(shop):
    out = shop.ctl("product", "ROSE-RED")
    check("price", field(out, "price"), "12.00")
    check("category path", field(out, "category"), "Garden / Plants & Seeds")
    check("available", field(out, "available"), "20")
    check("unknown product", shop.error("product", "NO-SUCH"), (1, "not found"))
    check("same sku", shop.error("product-add", "SPADE-1", "Other", "1"), (1, "already exists"))
    for bad in (("spade", "X", "1"), ("OK-1", "X", "0"), ("OK-1", "X", "1.234"), ("OK-1", "X", "-1"), ("OK-1", "", "1")):
        check(f"bad product {bad}", shop.error("product-add", *bad), (1, "invalid input"))
    check("unknown category", shop.error("product-add", "OK-1", "X", "1", "--category", "none"), (1, "not found"))
    check("unknown tax class", shop.error("product-add", "OK-1", "X", "1", "--tax", "none"), (1, "invalid input"))
    check("by category and below", [r[0] for r in rows(shop.ctl("products", "--category", "garden"))],
          ["ROSE-RED", "SEED-MIX", "SPADE-1"])
    check("by price", [r[0] for r in rows(shop.ctl("products", "--sort", "price-desc"))],
          ["POT-XL", "SPADE-1", "ROSE-RED", "SEED-MIX"])
    check("by text", [r[0] for r in rows(shop.ctl("products", "--search", "seed"))], ["SEED-MIX"])
    check("text with a quote", shop.ctl("products", "--search", "x'y"), "")
    shop.ctl("tag", "ROSE-RED", "In Bloom")
    shop.ctl("tag", "ROSE-RED", "gift")
    check("tags", field(shop.ctl("product", "ROSE-RED"), "tags"), "gift in-bloom")
    check("by tag", [r[0] for r in rows(shop.ctl("products", "--tag", "gift"))], ["ROSE-RED"])
    shop.ctl("tag", "ROSE-RED", "gift", "--off")
    check("tag gone", shop.ctl("products", "--tag", "gift"), "")
    shop.ctl("retire", "POT-XL")
    check("retired", "POT-XL" in shop.ctl("products"), False)
    contains("retired but listed", shop.ctl("products", "--all"), "POT-XL")
    check("retired cannot be ordered", shop.error("quote", 1, "POT-XL"), (1, "not found"))
    shop.ctl("retire", "POT-XL", "--off")
    shop.now = "2024-03-01T11:00:00"
    shop.ctl("price", "SEED-MIX", "4.00")
    shop.ctl("price", "SEED-MIX", "4.00")
    shop.now = "2024-03-01T12:00:00"
    shop.ctl("price", "SEED-MIX", "3.50")
    out = shop.ctl("product", "SEED-MIX", "--at", "2024-03-01T11:30:00")
    check("price history is written by itself", [r[1:] for r in rows(out) if r[0] == "price change"],
          [["2024-03-01 11:00:00", "3.50", "4.00"], ["2024-03-01 12:00:00", "4.00", "3.50"]])
    check("price then", field(out, "price then"), "4.00")
    shop.now = T0
    check("categories", rows(shop.ctl("category"))[1], ["plants-seeds", "Plants & Seeds", "garden", "2"])
    folder = pathlib.Path(shop.db).parent
    (folder / "list.csv").write_text("# supplier\nSPADE-1;Garden spade;24.95;1500\nRAKE-1;Rake;15.00;900;tools\n"
                                     "bad line\nHOE-1;Hoe;x;1\nHOE-2;Hoe;9.90;700;tools;zero\n")
    code, out, err = shop.run("import", folder / "list.csv")
    check("import", out, "3 products\n")
    check("import says what is wrong", err, "line 4: invalid input\nline 5: invalid input\n")
    check("imported", field(shop.ctl("product", "HOE-2"), "tax"), "zero")
    shop.ctl("receive", "RAKE-1", 3)
    shop.ctl("product-del", "RAKE-1")
    check("deleted product", shop.error("moves", "RAKE-1"), (1, "not found"))
    check("its stock is gone too", "RAKE-1" in shop.ctl("report", "stock"), False)


def test_inventory(shop):
    check("stock", shop.ctl("stock", "SPADE-1"), "on hand 10, reserved 0, available 10, reorder below 0\n")
    check("receive", shop.ctl("receive", "SPADE-1", 2), "SPADE-1 available 12\n")
    shop.ctl("adjust", "SPADE-1", -2, "broken handles")
    check("moves are written by themselves", rows(shop.ctl("moves", "SPADE-1")),
          [["2024-03-01 10:00:00", "10", "delivery"], ["2024-03-01 10:00:00", "2", "delivery"],
           ["2024-03-01 10:00:00", "-2", "broken handles"]])
    check("below zero", shop.error("adjust", "SPADE-1", -11, "lost"), (1, "out of stock"))
    check("receive nothing", shop.error("receive", "SPADE-1", 0), (1, "invalid input"))
    check("receive text", shop.error("receive", "SPADE-1", "some"), (1, "invalid input"))
    check("receive unknown", shop.error("receive", "NO-SUCH", 1), (1, "not found"))
    shop.ctl("level", "POT-XL", 8)
    check("low", rows(shop.ctl("low")), [["POT-XL", "Pot, very large", "5 of 8"]])
    check("propose", shop.ctl("restock", "propose"), "1 proposed\n")
    check("propose again", shop.ctl("restock", "propose"), "0 proposed\n")
    check("proposal", rows(shop.ctl("restock")), [["1", "POT-XL", "11", "open"]])
    check("arrived", shop.ctl("restock", 1), "11 received\n")
    check("arrived twice", shop.error("restock", 1), (1, "wrong state"))
    check("on the shelf", shop.ctl("stock", "POT-XL"), "on hand 16, reserved 0, available 16, reorder below 8\n")
    shop.ctl("adjust", "POT-XL", -11, "back to the supplier")


def test_orders(shop):
    out = shop.ctl("quote", 1, "SPADE-1:2")
    check("goods", field(out, "goods"), "49.90")
    check("shipping", field(out, "shipping"), "5.90")
    check("tax", field(out, "tax"), "8.91")
    check("total", field(out, "total"), "55.80")
    check("quote reserves nothing", "reserved 0" in shop.ctl("stock", "SPADE-1"))
    check("shipping abroad", field(shop.ctl("quote", 2, "ROSE-RED"), "shipping"), "9.90")
    check("shipping for free", field(shop.ctl("quote", 1, "SPADE-1:3,ROSE-RED:3"), "shipping"), "0.00")
    check("too heavy", shop.error("quote", 1, "POT-XL:4"), (1, "limit exceeded"))
    check("unknown product", shop.error("place", 1, "NO-SUCH"), (1, "not found"))
    check("unknown customer", shop.error("place", 77, "SPADE-1"), (1, "not found"))
    for bad in ("SPADE-1:0", "SPADE-1:x", "SPADE-1:-1", ""):
        check(f"items {bad!r}", shop.error("place", 1, bad), (1, "invalid input"))
    check("out of stock", shop.error("place", 1, "SEED-MIX:2,SPADE-1:11"), (1, "out of stock"))
    check("nothing of it stays", shop.ctl("orders"), "")
    check("nor the reservation", "reserved 0" in shop.ctl("stock", "SEED-MIX"))
    check("place", shop.ctl("place", 1, "SPADE-1:2,ROSE-RED,SPADE-1"), "order 1, total 92.75\n")
    out = shop.ctl("order", 1)
    check("lines are joined", [r[:2] for r in rows(out) if len(r) == 4], [["3", "SPADE-1"], ["1", "ROSE-RED"]])
    check("state", field(out, "state"), "new")
    check("reserved", shop.ctl("stock", "SPADE-1"), "on hand 10, reserved 3, available 7, reorder below 0\n")
    check("adjust below what is reserved", shop.error("adjust", "SPADE-1", -8, "lost"), (1, "out of stock"))
    check("sold product stays", shop.error("product-del", "SPADE-1"), (1, "wrong state"))
    check("customer with orders stays", shop.error("customer-del", 1), (1, "wrong state"))
    check("cancel", shop.ctl("cancel", 1), "order 1 cancelled\n")
    check("cancelling gives the goods back", shop.ctl("stock", "SPADE-1"),
          "on hand 10, reserved 0, available 10, reorder below 0\n")
    check("cancel twice", shop.error("cancel", 1), (1, "wrong state"))
    check("cancelled cannot be paid", shop.error("pay", 1, "cash"), (1, "wrong state"))
    check("event", [r[2:] for r in rows(shop.ctl("order", 1)) if r[0] == "event"], [["new", "cancelled", "office"]])
    shop.ctl("block", 2)
    check("blocked", shop.error("place", 2, "SPADE-1"), (1, "customer is blocked"))
    shop.ctl("block", 2, "--off")

    shop.ctl("coupon", "SPRING10", 10, "--min", "20", "--uses", 1, "--until", "2024-04-01")
    check("bad coupon", shop.error("coupon", "X", 10), (1, "invalid input"))
    check("coupon over 90", shop.error("coupon", "MUCH", 95), (1, "invalid input"))
    check("too little for the coupon", shop.error("quote", 1, "ROSE-RED", "--coupon", "SPRING10"), (1, "invalid input"))
    check("unknown coupon", shop.error("quote", 1, "ROSE-RED", "--coupon", "NOSUCH"), (1, "not found"))
    check("with coupon", shop.ctl("place", 1, "ROSE-RED:2", "--coupon", "SPRING10"), "order 2, total 26.50\n")
    check("discount", field(shop.ctl("order", 2), "discount"), "2.40")
    check("coupon used up", shop.error("place", 1, "ROSE-RED:2", "--coupon", "SPRING10"), (1, "limit exceeded"))
    shop.ctl("cancel", 2)
    check("coupon handed back", rows(shop.ctl("coupon")), [["SPRING10", "10", "20.00", "0", "1"]])
    shop.now = "2024-04-02T10:00:00"
    check("coupon too old", shop.error("quote", 1, "ROSE-RED:2", "--coupon", "SPRING10"), (1, "limit exceeded"))
    shop.now = T0
    shop.ctl("config", "max_lines", "1")
    check("too many lines", shop.error("place", 1, "ROSE-RED,SPADE-1"), (1, "limit exceeded"))
    shop.ctl("config", "max_lines", "20")
    check("unknown state", shop.error("orders", "--state", "lost"), (1, "invalid input"))
    check("stock agrees", shop.ctl("stock-check"), "0 wrong\n")


def test_payments(shop):
    shop.ctl("place", 1, "SPADE-1:2")                           # 3: 55.80
    check("pay nonsense", shop.error("pay", 3, "shells"), (1, "invalid input"))
    check("bad card", shop.error("pay", 3, "card", "4111111111111112"), (1, "invalid input"))
    check("wrong amount", shop.error("pay", 3, "cash", "--amount", "55.00"), (1, "invalid input"))
    check("unknown order", shop.error("pay", 99, "cash"), (1, "not found"))
    check("pay", shop.ctl("pay", 3, "card", "4111111111111111", "--amount", "55.80"), "order 3 paid, 55.80\n")
    check("pay twice", shop.error("pay", 3, "cash"), (1, "already paid"))
    check("paid", field(shop.ctl("order", 3), "state"), "paid")
    check("bank", shop.ctl("balance", "bank"), "55.80\n")
    check("sales", shop.ctl("balance", "sales"), "-55.80\n")
    contains("invoice", shop.ctl("invoice", 3), "Invoice R000003 of 2024-03-01")
    check("no invoice for unpaid", shop.error("invoice", 99), (1, "not found"))
    check("refund", shop.ctl("refund", 3, "--amount", "5.80", "--reason", "scratch"), "5.80 paid back\n")
    check("refund too much", shop.error("refund", 3, "--amount", "50.01"), (1, "limit exceeded"))
    check("cancel pays the rest back", shop.ctl("cancel", 3), "order 3 cancelled\n")
    check("all back", field(shop.ctl("order", 3), "paid back"), "55.80")
    check("books even", shop.ctl("balance", "bank"), "0.00\n")
    check("refund again", shop.error("refund", 3), (1, "wrong state"))
    shop.ctl("voucher", "PLANT22", "30")
    check("voucher", shop.ctl("voucher", "PLANT22"), "30.00\n")
    check("voucher exists", shop.error("voucher", "PLANT22", "30"), (1, "already exists"))
    check("bad voucher code", shop.error("voucher", "gift0", "30"), (1, "invalid input"))
    shop.ctl("place", 1, "SPADE-1")                             # 4: 29.85
    check("unknown voucher", shop.error("pay", 4, "voucher", "NOSUCH"), (1, "not found"))
    shop.ctl("pay", 4, "voucher", "PLANT22")
    check("voucher spent", shop.ctl("voucher", "PLANT22"), "0.15\n")
    shop.ctl("place", 1, "ROSE-RED")                            # 5: 16.90
    check("voucher empty", shop.error("pay", 5, "voucher", "PLANT22"), (1, "limit exceeded"))
    check("still new", field(shop.ctl("order", 5), "state"), "new")
    shop.ctl("cancel", 4)
    check("voucher credited", shop.ctl("voucher", "PLANT22"), "30.00\n")
    shop.ctl("pay", 5, "transfer", "REF-5")
    check("accounts", rows(shop.ctl("balance")),
          [["bank", "102.70", "55.80"], ["sales", "85.65", "102.55"], ["vouchers", "29.85", "59.85"]])


def test_shipping(shop):
    check("not picked", shop.error("ship", 5), (1, "wrong state"))
    check("pick", shop.ctl("pick", 5), "order 5 picked\n")
    check("picked cannot be cancelled", shop.error("cancel", 5), (1, "wrong state"))
    check("unknown carrier", shop.error("ship", 5, "--carrier", "pigeon"), (1, "limit exceeded"))
    out = shop.ctl("ship", 5)
    check("ship", out.split(",")[0].startswith("shipment 1, post POS0000005-".split(",")[0]))
    contains("cheapest carrier", out, "post POS0000005-")
    contains("weight and cost", out, "400 g, 4.90")
    code = out.split()[3].rstrip(",")
    check("ship twice", shop.error("ship", 5), (1, "already exists"))
    check("deliver before dispatch", shop.error("delivered", 1), (1, "wrong state"))
    contains("slip", shop.ctl("slip", 1), "[ ]   1  ROSE-RED")
    before = shop.ctl("stock", "ROSE-RED")
    shop.ctl("dispatch", 1)
    check("reserved before", before, "on hand 20, reserved 1, available 19, reorder below 0\n")
    check("goods have left", shop.ctl("stock", "ROSE-RED"), "on hand 19, reserved 0, available 19, reorder below 0\n")
    check("move of the order", rows(shop.ctl("moves", "ROSE-RED"))[-1][1:], ["-1", "order 5"])
    check("dispatch twice", shop.error("dispatch", 1), (1, "wrong state"))
    shop.ctl("delivered", 1)
    check("track", [r[1] for r in rows(shop.ctl("track", code))], ["packed > sent", "sent > delivered"])
    check("track unknown", shop.error("track", "XXX"), (1, "not found"))
    check("order follows", field(shop.ctl("order", 5), "state"), "delivered")
    check("return", shop.ctl("return", 5, "--reason", "wrong colour"), "order 5 returned, 16.90 paid back\n")
    check("returned goods", shop.ctl("stock", "ROSE-RED"), "on hand 20, reserved 0, available 20, reorder below 0\n")
    check("rates", shop.ctl("rates", "FR", 3000), "parcelo 11.90\n")
    shop.ctl("rate", "bike", "home", 1000, "2.50")
    check("new rate", shop.ctl("rates", "DE", 900), "bike 2.50\n")
    shop.ctl("rate", "bike", "home", 1000, "6.50")
    check("changed rate", shop.ctl("rates", "DE", 900), "post 4.90\n")
    check("bad zone", shop.error("rate", "bike", "moon", 1000, "2.50"), (1, "invalid input"))


def test_mails(shop):
    mails = rows(shop.ctl("mails", "--to", "ann@garden.example"))
    check("mails so far", [m[2] for m in mails][:5],
          ["welcome", "order_placed", "order_cancelled", "order_placed", "order_cancelled"])
    check("subject", mails[0][3], "Welcome to Hollow Lane Garden Supplies")
    body = shop.ctl("mail", mails[1][0])
    contains("body", body, "  3 x Garden spade                              74.85\n")
    contains("body", body, "Total:    92.75\n")
    queued = len(rows(shop.ctl("mails", "--state", "queued")))
    check("flush", shop.ctl("flush"), f"{queued} sent, 0 failed\n")
    check("flush again", shop.ctl("flush"), "0 sent, 0 failed\n")
    check("spool folder", len(list(shop.spool.glob("*.eml"))), queued)
    check("spooled mail", (shop.spool / "000001-welcome.eml").read_text(),
          "From: Hollow Lane Garden Supplies <office@hollowlane.example>\nTo: ann@garden.example\n"
          "Subject: Welcome to Hollow Lane Garden Supplies\nX-Shop-Mail: 1\n\nDear Ann Ashby,\n\n"
          "your customer number is 1 and we know you as ann@garden.example.\n\nHollow Lane Garden Supplies\n")
    shop.ctl("requeue", 1)
    check("requeued", shop.ctl("flush"), "1 sent, 0 failed\n")
    check("requeue unknown", shop.error("requeue", 999), (1, "not found"))
    shop.ctl("optout", "dora@garden.example")
    shop.ctl("customer-add", "dora@garden.example", "Dora")
    check("opted out", shop.ctl("mails", "--to", "dora@garden.example"), "")
    shop.ctl("optout", "dora@garden.example", "--off")
    check("opt out nobody", shop.error("optout", "dora@garden.example", "--off"), (1, "not found"))
    shop.ctl("customer-set", "dora@garden.example", "name", "Dora D")
    shop.ctl("config", "office_mail", "nobody")
    shop.ctl("level", "SPADE-1", 50)
    contains("low stock mail is queued", shop.ctl("nightly"), "low-mail 1\n")
    for _ in range(2):
        shop.ctl("flush")
    check("after three tries", [m[2] for m in rows(shop.ctl("mails", "--state", "failed"))], ["low_stock"])
    shop.ctl("config", "office_mail", "office@hollowlane.example")
    shop.ctl("level", "SPADE-1", 0)


def test_nightly(shop):
    log = pathlib.Path(shop.db).parent / "shop.log"
    shop.ctl("config", "log_file", str(log))
    shop.ctl("config", "log_level", "info")
    shop.ctl("place", 1, "SPADE-1:2")               # 55.80, never paid
    shop.ctl("place", 2, "SEED-MIX:10")             # 35.00 + 9.90, paid
    shop.ctl("pay", 2, "transfer", "R-77")
    shop.now = "2024-03-01T20:00:00"
    shop.ctl("place", 1, "ROSE-RED:2")              # 28.90
    shop.now = "2024-03-02T12:00:00"
    out = dict(line.split() for line in shop.ctl("nightly").splitlines())
    check("nothing expires after a day", out["expired"], "0")
    check("one is reminded", out["reminded"], "1")
    again = dict(line.split() for line in shop.ctl("nightly").splitlines())
    check("nobody is reminded twice", again["reminded"], "0")
    check("log rotated", out["logs"], "1")
    contains("old log, moved twice", (log.parent / "shop.log.2").read_text(), "order 3 placed by office, 28.90")
    check("new log is empty", log.read_text(), "")
    check("reminder", [m[3] for m in rows(shop.ctl("mails")) if m[2] == "payment_reminder"],
          ["Reminder: order 1 waits for 55.80"])
    check("summary", rows(shop.ctl("report", "sales")), [["2024-03-01", "3", "44.90", "0.00", "2"]])
    check("aging", rows(shop.ctl("report", "aging"))[:2], [["today", "1", "28.90"], ["1-2 days", "1", "55.80"]])
    shop.now = "2024-03-03T12:00:00"
    out = dict(line.split() for line in shop.ctl("nightly").splitlines())
    check("expired", out["expired"], "1")
    check("no second reminder, but one for the other", out["reminded"], "1")
    check("state", field(shop.ctl("order", 1), "state"), "expired")
    check("goods are back", shop.ctl("stock", "SPADE-1"), "on hand 10, reserved 0, available 10, reorder below 0\n")
    check("paid goods stay reserved", "reserved 10" in shop.ctl("stock", "SEED-MIX"))
    check("expired cannot be paid", shop.error("pay", 1, "cash"), (1, "wrong state"))
    check("sales without the expired", rows(shop.ctl("report", "sales"))[0][1], "3")
    shop.ctl("summary", "2024-03-01")
    check("summary again", rows(shop.ctl("report", "sales"))[0], ["2024-03-01", "2", "44.90", "0.00", "2"])
    check("sales of one day", rows(shop.ctl("report", "sales", "--from", "2024-03-02")),
          [["2024-03-02", "0", "0.00", "0.00", "0"]])
    spooled = len(list(shop.spool.glob("*.eml")))
    shop.now = "2024-07-01T12:00:00"
    out = dict(line.split() for line in shop.ctl("nightly").splitlines())
    check("dead orders are purged", out["purged"], "1")
    check("order is gone", shop.error("order", 1), (1, "not found"))
    check("its reservation and payment, too", shop.ctl("stock-check"), "0 wrong\n")
    check("old mails", int(out["old-mails"]), spooled)
    check("old spool files", [p.name for p in shop.spool.glob("*welcome*")], [])
    contains("audit", shop.ctl("audit"), "ran with 0 failed steps")


def test_reports(shop):
    shop.ctl("place", "ann@garden.example", "POT-XL:2,ROSE-RED:2,SEED-MIX")     # 205.50, free shipping
    shop.ctl("place", 2, "SEED-MIX:20,SPADE-1")                                 # 94.95 + 11.90
    for n in (1, 2):
        shop.ctl("pay", n, "transfer", f"REF-{n}")
    check("top by amount", rows(shop.ctl("report", "top", "--max", 2)),
          [["POT-XL", "2", "178.00"], ["SEED-MIX", "21", "73.50"]])
    check("top by quantity", rows(shop.ctl("report", "top", "--qty"))[0], ["SEED-MIX", "21", "73.50"])
    check("top of another month", shop.ctl("report", "top", "--to", "2024-02-01"), "")
    check("customers", rows(shop.ctl("report", "customers")),
          [["ann@garden.example", "1", "205.50"], ["ben@garden.example", "1", "106.85"]])
    check("tax", rows(shop.ctl("report", "tax")), [["reduced", "97.50", "6.38"], ["standard", "202.95", "32.40"]])
    check("stock value", rows(shop.ctl("report", "stock"))[-1], ["total", "1284.50"])
    check("stock value of a category", rows(shop.ctl("report", "stock", "--category", "tools")),
          [["SPADE-1", "10", "1", "249.50"], ["total", "249.50"]])
    check("unknown report", shop.error("report", "weather"), (1, "not found"))
    check("export", shop.ctl("export", "orders"),
          "id,state,customer,total,paid\n1,paid,Ann Ashby,205.50,205.50\n2,paid,Ben O'Neil,106.85,106.85\n")
    contains("export quotes", shop.ctl("export", "products"), 'ROSE-RED,"Rose, red",12.00,20\n')
    target = pathlib.Path(shop.db).parent / "out.csv"
    shop.ctl("export", "customers", "--file", target)
    check("export to a file", target.read_text().splitlines()[1], "1,ann@garden.example,Ann Ashby,0")

    shop.ctl("config", "silver_cents", "20000")
    shop.ctl("place", 1, "SEED-MIX")
    shop.ctl("pay", 3, "cash")
    check("silver", field(shop.ctl("customer", 1), "tier"), "silver")
    check("silver discount", field(shop.ctl("quote", 1, "SPADE-1:2"), "discount"), "1.00")
    shop.ctl("coupon", "TINY", 1)
    shop.ctl("place", 1, "SPADE-1", "--coupon", "TINY")
    check("the better discount wins", field(shop.ctl("order", 4), "discount"), "0.50")
    check("and the coupon is not used", field(shop.ctl("order", 4), "coupon"), None)
    shop.ctl("customer-add", "ann2@garden.example", "Ann A.")
    shop.ctl("address", 3, "Pine Way 4", "20099", "Hamburg")
    shop.ctl("place", 3, "SEED-MIX")
    check("merge", shop.ctl("merge", 3, 1), "customer 3 is now part of 1\n")
    check("merged orders", [r[0] for r in rows(shop.ctl("orders", "--customer", 1, "--sort", "newest"))],
          ["5", "4", "3", "1"])
    check("orders by sum", [r[0] for r in rows(shop.ctl("orders", "--sort", "total", "--max", 2))], ["1", "2"])
    check("orders by state", [r[0] for r in rows(shop.ctl("orders", "--state", "new"))], ["4", "5"])
    shop.ctl("customer-add", "ben2@garden.example", "Ben N.")
    shop.ctl("address", 4, "Pine Way 5", "20099", "Hamburg")
    shop.ctl("place", 4, "POT-XL:2")
    shop.ctl("pay", 6, "cash")
    check("not silver yet", field(shop.ctl("customer", 2), "tier"), "none")
    shop.ctl("merge", 4, 2)
    check("silver together", field(shop.ctl("customer", 2), "tier"), "silver")
    check("merge with oneself", shop.error("merge", 1, 1), (1, "invalid input"))


def test_http(shop):
    shop.start()
    for path, name, kind in (("/", "index.html", "text/html; charset=utf-8"), ("/static/shop.css", "shop.css", "text/css"),
                             ("/static/logo.svg", "logo.svg", "image/svg+xml")):
        status, headers, data = shop.raw("GET", path)
        check(f"{path} byte for byte", (status, data), (200, (DATA / "static" / name).read_bytes()))
        check(f"{path} type", headers["Content-Type"], kind)
    check("no such file", shop.web("GET", "/static/none.css"), (404, {"error": "not found"}))
    check("outside of the folder", shop.web("GET", "/static/..%2Fschema.sql")[0] in (403, 404))
    check("no such page", shop.web("GET", "/api/nothing"), (404, {"error": "no such page"}))
    check("wrong method", shop.web("DELETE", "/api/orders"), (405, {"error": "method not allowed"}))
    check("health", shop.web("GET", "/health")[1]["status"], "ok")
    check("too much", shop.raw("POST", "/api/customers", "x" * 70000)[0], 413)

    check("new customer", shop.web("POST", "/api/customers", {"email": "Cleo@web.example", "name": "Cleo & Söhne \"C\""}),
          (201, {"ok": 1, "id": 3}))
    check("customer again", shop.web("POST", "/api/customers", {"email": "cleo@web.example", "name": "C"})[0], 409)
    check("customer without name", shop.web("POST", "/api/customers", {"email": "d@web.example"})[0], 400)
    check("no address yet", shop.web("POST", "/api/quote", {"customer": 3, "items": "SPADE-1"})[0], 400)
    check("address", shop.web("POST", "/api/customers/3/addresses",
                              {"line1": "Quai 3", "zip": "1010", "city": "Wien", "country": "AT"})[0], 201)
    check("note", shop.web("POST", "/api/customers/3/notes", {"body": "x=1 & y"})[0], 201)
    status, cleo = shop.web("GET", "/api/customers/cleo@web.example")
    check("name", cleo["name"], "Cleo & Söhne \"C\"")
    check("addresses", cleo["addresses"],
          [{"line1": "Quai 3", "zip": "1010", "city": "Wien", "country": "AT", "is_default": 1}])
    check("notes", cleo["notes"], [{"author": "web", "body": "x=1 & y"}])
    check("change", shop.web("PUT", "/api/customers/3", {"name": "Cleo", "phone": "99"}), (200, {"ok": 1}))
    check("half a change is none", shop.web("PUT", "/api/customers/3", {"name": "X", "email": "bad"})[0], 400)
    check("name kept", shop.web("GET", "/api/customers/3")[1]["name"], "Cleo")
    check("search customers", [c["id"] for c in shop.web("GET", "/api/customers?search=garden&sort=name")[1]], [1, 2])

    check("new product", shop.web("POST", "/api/products", {"sku": "GLOVE-M", "title": "Gloves", "price": "7.90",
                                                            "weight": 120, "category": "tools"}), (201, {"ok": 1, "id": 5}))
    check("bad price", shop.web("POST", "/api/products", {"sku": "GLOVE-L", "title": "Gloves", "price": "abc"})[0], 400)
    check("product", shop.web("GET", "/api/products/GLOVE-M")[1],
          {"sku": "GLOVE-M", "title": "Gloves", "price": "7.90", "weight": 120, "tax": "standard", "active": 1,
           "available": 0, "category": "Garden / Tools", "tags": ""})
    check("unknown product", shop.web("GET", "/api/products/NO-SUCH"), (404, {"error": "not found"}))
    check("new price", shop.web("PUT", "/api/products/GLOVE-M/price", {"price": "8.20"})[0], 200)
    check("price history", shop.web("GET", "/api/products/GLOVE-M/prices")[1],
          [{"at": "2024-03-01 10:00:00", "old": "7.90", "new": "8.20"}])
    check("list", [p["sku"] for p in shop.web("GET", "/api/products?category=tools&sort=price")[1]], ["GLOVE-M", "SPADE-1"])
    check("no injection by sort", shop.web("GET", "/api/products?sort=sku;drop")[0], 200)
    check("category", shop.web("POST", "/api/categories", {"title": "Work wear", "parent": "tools"}), (201, {"slug": "work-wear"}))
    check("categories", [c["slug"] for c in shop.web("GET", "/api/categories")[1]],
          ["garden", "plants-seeds", "tools", "work-wear"])
    shop.ctl("price", "GLOVE-M", "9.00")
    check("price changed by another process", shop.web("GET", "/api/products/GLOVE-M")[1]["price"], "9.00")

    check("delivery", shop.web("POST", "/api/stock/GLOVE-M", {"qty": 4})[1]["available"], 4)
    check("correction", shop.web("POST", "/api/stock/GLOVE-M", {"delta": -1, "reason": "torn"})[1]["on_hand"], 3)
    check("correction too big", shop.web("POST", "/api/stock/GLOVE-M", {"delta": -9, "reason": "torn"}),
          (409, {"error": "out of stock"}))
    check("moves", [(m["delta"], m["reason"]) for m in shop.web("GET", "/api/stock/GLOVE-M/moves")[1]],
          [(4, "delivery"), (-1, "torn")])
    shop.web("POST", "/api/stock/GLOVE-M", {"level": 5})
    check("low stock", shop.web("GET", "/api/stock")[1], [{"sku": "GLOVE-M", "available": 3, "reorder_level": 5}])

    check("quote", shop.web("POST", "/api/quote", {"customer": "cleo@web.example", "items": "GLOVE-M:2"})[1]["total"], "27.90")
    status, order = shop.web("POST", "/api/orders", {"customer": 3, "items": "GLOVE-M:2"})
    check("order", (status, order["id"], order["total"], order["shipping"]), (201, 1, "27.90", "9.90"))
    check("not enough", shop.web("POST", "/api/orders", {"customer": 3, "items": "GLOVE-M:2"}), (409, {"error": "out of stock"}))
    check("no items", shop.web("POST", "/api/orders", {"customer": 3})[0], 400)
    check("pay", shop.web("POST", "/api/orders/1/pay", {"method": "card", "ref": "4111111111111111"}), (200, {"ok": 1}))
    check("pay twice", shop.web("POST", "/api/orders/1/pay", {"method": "cash"}), (409, {"error": "already paid"}))
    check("payments", shop.web("GET", "/api/orders/1/payments")[1],
          [{"id": 1, "method": "card", "state": "captured", "amount": "27.90", "ref": "****1111"}])
    check("refund", shop.web("POST", "/api/orders/1/refund", {"amount": "7.90"}), (200, {"refunded": "7.90"}))
    check("refund too much", shop.web("POST", "/api/orders/1/refund", {"amount": "20.01"})[0], 422)
    check("account", shop.web("GET", "/api/accounts/bank"), (200, {"balance": "20.00"}))
    check("no account", shop.web("GET", "/api/accounts/moon")[0], 404)
    check("voucher", shop.web("POST", "/api/vouchers", {"code": "ABCDEF", "amount": "10"}), (201, {"left": "10.00"}))
    check("voucher left", shop.web("GET", "/api/vouchers/ABCDEF"), (200, {"left": "10.00"}))

    check("ship too early", shop.web("POST", "/api/orders/1/ship")[0], 409)
    check("pick", shop.web("POST", "/api/orders/1/pick")[0], 200)
    status, parcel = shop.web("POST", "/api/orders/1/ship", {"carrier": "parcelo"})
    check("ship", (status, parcel["carrier"], parcel["cost"], parcel["state"]), (201, "parcelo", "11.90", "packed"))
    check("dispatch", shop.web("POST", "/api/shipments/1/dispatch")[1]["state"], "sent")
    check("delivered", shop.web("POST", "/api/shipments/1/delivered")[1]["state"], "delivered")
    check("shipment", shop.web("GET", "/api/shipments/1")[1]["order"], 1)
    check("track", [e["what"] for e in shop.web("GET", "/api/track/" + parcel["tracking"])[1]],
          ["packed > sent", "sent > delivered"])
    check("events", [(e["new_state"], e["who"]) for e in shop.web("GET", "/api/orders/1/events")[1]],
          [("paid", "card"), ("picked", "warehouse"), ("shipped", "parcelo"), ("delivered", "parcelo")])
    check("postage", shop.web("GET", "/api/postage?country=US&weight=1000")[1],
          {"carrier": "post", "zone": "world", "cost": "19.90"})
    check("postage too heavy", shop.web("GET", "/api/postage?country=US&weight=9000")[0], 422)
    contains("invoice", shop.web("GET", "/orders/1/invoice")[1], "Paid back                                        7.90")
    contains("slip", shop.web("GET", "/shipments/1/slip")[1], "GLOVE-M")
    check("return", shop.web("POST", "/api/orders/1/return", {"reason": "too small"})[0], 200)
    one = shop.web("GET", "/api/orders/1")[1]
    check("order at the end", (one["state"], one["paid"], one["refunded"]), ("returned", "27.90", "27.90"))
    shop.web("POST", "/api/orders", {"customer": 1, "items": "SPADE-1:4"})
    check("reserved", shop.web("GET", "/api/stock/SPADE-1")[1]["reserved"], 4)
    check("cancel", shop.web("POST", "/api/orders/2/cancel")[0], 200)
    check("given back", shop.web("GET", "/api/stock/SPADE-1")[1]["reserved"], 0)
    check("orders", [(o["id"], o["state"]) for o in shop.web("GET", "/api/orders?sort=newest")[1]] != [])
    check("orders of a state", [o["id"] for o in shop.web("GET", "/api/orders?state=cancelled")[1]], [2])
    shop.ctl("coupon", "WEB25", 25)
    check("coupon", shop.web("GET", "/api/coupons/WEB25"), (200, {"code": "WEB25", "percent": 25}))
    check("no coupon", shop.web("GET", "/api/coupons/NONE")[0], 404)
    check("delete a customer with orders", shop.web("DELETE", "/api/customers/3"), (409, {"error": "wrong state"}))

    box = shop.web("GET", "/api/outbox?to=cleo@web.example")[1]
    check("mails", [m["template"] for m in box], ["welcome", "order_placed", "order_paid", "order_shipped"])
    check("flush", shop.web("POST", "/api/outbox/flush")[1]["failed"], 0)
    check("spooled", (shop.spool / f"{box[3]['id']:06d}-order_shipped.eml").read_text().count(parcel["tracking"]), 1)
    check("requeue", shop.web("POST", f"/api/outbox/{box[0]['id']}/requeue")[0], 200)
    check("opt out", shop.web("POST", "/api/optout", {"email": "cleo@web.example"})[0], 200)
    check("opted out", shop.web("GET", "/api/optout/CLEO@web.example"), (200, {"optout": 1}))
    check("opt out nonsense", shop.web("POST", "/api/optout", {"email": "x"})[0], 400)

    board = shop.web("GET", "/api/reports/dashboard")[1]
    check("dashboard", (board["orders_today"], board["revenue_today"], board["refunds_today"],
                        board["new_customers_today"], board["mails_queued"]), (1, "27.90", "27.90", 3, 1))
    shop.ctl("summary", "2024-03-01")
    check("sales", shop.web("GET", "/api/reports/sales?from=2024-03-01")[1],
          [{"day": "2024-03-01", "orders": 1, "revenue": "27.90", "refund": "27.90", "new_customers": 3}])
    contains("daily page", shop.web("GET", "/reports/daily")[1],
             "<tr><td>2024-03-01</td><td>1</td><td>27.90</td><td>27.90</td><td>3</td></tr>")
    check("top", shop.web("GET", "/api/reports/top"), (200, ""))
    check("aging", shop.web("GET", "/api/reports/aging")[1][0], {"orders": 0, "amount": "0.00"})
    check("stock value", shop.web("GET", "/api/reports/stock?category=tools")[1]["total"], "276.50")
    check("best customers", shop.web("GET", "/api/reports/customers")[0], 200)
    contains("export", shop.web("GET", "/export/ledger")[1], "1,bank,2790,0,payment 1\n")
    check("export unknown", shop.web("GET", "/export/secrets")[0], 404)
    check("delete a sold product", shop.web("DELETE", "/api/products/GLOVE-M")[0], 409)
    check("delete an unsold product", shop.web("DELETE", "/api/products/POT-XL"), (200, {"ok": 1}))

    shop.ctl("config", "api_token", "sesame")
    check("token wanted", shop.web("POST", "/api/optout", {"email": "a@b.example"}), (401, {"error": "token missing"}))
    check("token given", shop.web("POST", "/api/optout", {"email": "a@b.example"}, {"X-Shop-Token": "sesame"})[0], 200)
    check("reading is free", shop.web("GET", "/api/orders")[0], 200)
    check("stops", shop.stop(), 0)


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shop-test-"))
    shops = []
    groups = [("main", [test_customers, test_catalogue, test_inventory, test_orders, test_payments, test_shipping,
                        test_mails]),
              ("night", [test_nightly]), ("reports", [test_reports]), ("web", [test_http])]
    try:
        for name, tests in groups:
            shop = Shop(folder, name)
            shops.append(shop)
            if name == "main":
                test_setup(shop)
            else:
                shop.ctl("init")
            fill(shop)
            for test in tests:
                test(shop)
    finally:
        for shop in shops:
            shop.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
