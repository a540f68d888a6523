"""Krejcie and Morgan's table as the regulation prints it, and other populations."""

from tests.spec.markdown import build_table, join_blocks

TABLE_TEXT = """
10>10 15>14 20>19 25>24 30>28 35>32 40>36 45>40 50>44 55>48 60>52 65>56 70>59 75>63 80>66 85>70 90>73
95>76 100>80 110>86 120>92 130>97 140>103 150>108 160>113 170>118 180>123 190>127 200>132 210>136 220>140
230>144 240>148 250>152 260>155 270>159 280>162 290>165 300>169 320>175 340>181 360>186 380>191 400>196
420>201 440>205 460>210 480>214 500>217 550>226 600>234 650>242 700>248 750>254 800>260 850>265 900>269
950>274 1000>278 1100>285 1200>291 1300>297 1400>302 1500>306 1600>310 1700>313 1800>317 1900>320
2000>322 2200>327 2400>331 2600>335 2800>338 3000>341 3500>346 4000>351 4500>354 5000>357 6000>361
7000>364 8000>367 9000>368 10000>370 15000>375 20000>377 30000>379 40000>380 50000>381 75000>382
1000000>384
"""
TABLE = [tuple(int(number) for number in pair.split(">")) for pair in TABLE_TEXT.split()]

# population, error in percent, sample
OTHERS = [
    (1, 5, 1),
    (137, 5, 101),
    (1240, 5, 293),
    (2940, 5, 340),
    (1000, 1, 906),  # 3.841 * 250 / (0.0001 * 999 + 0.96025) = 905.77
    (1000, 10, 88),  # 3.841 * 250 / (0.01 * 999 + 0.96025) = 87.69
]


def build_page() -> str:
    """Return the page about the sample size."""
    columns = 5
    height = -(-len(TABLE) // columns)
    cells = [f"{n} → {s}" for n, s in TABLE] + [""] * (height * columns - len(TABLE))
    rows = [[cells[column * height + row] for column in range(columns)] for row in range(height)]
    return join_blocks(
        "# Jumlah responden",
        "Jumlah sampel S dari N penerima layanan (Krejcie dan Morgan):",
        "```\nS = λ² × N × P × Q / (d² × (N − 1) + λ² × P × Q)     λ² = 3,841   P = Q = 0,5   d = 0,05\n```",
        "S dibulatkan setengah ke atas. Galat d boleh 1 %, 5 % (baku), atau 10 %. Tabel N → S peraturan, "
        "semuanya sama "
        "dengan rumus:",
        build_table(["N → S"] * columns, rows),
        "Nilai lain:",
        build_table(("N", "Galat", "S"), [(n, f"{error} %", sample) for n, error, sample in OTHERS]),
    )
