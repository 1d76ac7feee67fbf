"""The columns of people tables, by every name that personnel offices and their programs give them."""

from terukur.organization.identities import NUMBER
from terukur.tables.meaning import Column

# Every name that personnel offices and their programs give a column, first the one that we print.
COLUMNS = (
    NUMBER,
    Column(
        "NAMA",
        ("NAMA LENGKAP", "NAMA PEGAWAI", "NAMA PNS", "NAMA ASN", "NAMA DAN GELAR", "NAMA LENGKAP DAN GELAR"),
    ),
    Column("GELAR DEPAN", ("GLR DEPAN", "GELAR DPN")),
    Column("GELAR BELAKANG", ("GLR BELAKANG", "GELAR BLK")),
    Column(
        "JENIS PEGAWAI",
        (
            "JENIS PEGAWAI NAMA",
            "STATUS PEGAWAI",
            "STATUS KEPEGAWAIAN",
            "STATUS ASN",
            "JENIS ASN",
            "JENIS KEPEGAWAIAN",
        ),
    ),
    Column("KEDUDUKAN HUKUM", ("KEDUDUKAN HUKUM NAMA", "KEDUDUKAN PNS", "KEDUDUKAN PEGAWAI")),
    Column(
        "GOLONGAN",
        (
            "GOL AKHIR NAMA",
            "GOL AKHIR",
            "GOL",
            "GOL RUANG",
            "GOLONGAN RUANG",
            "GOL/RUANG",
            "PANGKAT/GOL",
            "PANGKAT/GOL RUANG",
            "PANGKAT/GOLONGAN",
            "PANGKAT/GOLONGAN RUANG",
            "PANGKAT GOLONGAN RUANG",
            "PANGKAT, GOL RUANG",
            "GOLONGAN AKHIR",
            "PANGKAT GOL",
            "PANGKAT TERAKHIR GOL",
            "PANGKAT TERAKHIR GOL RUANG",
            "PANGKAT",
        ),
    ),
    Column(
        "TMT GOLONGAN",
        ("TMT GOL", "TMT PANGKAT", "TMT PANGKAT/GOL", "PANGKAT TMT", "PANGKAT TERAKHIR TMT", "TMT GOL RUANG"),
    ),
    Column(
        "JABATAN",
        ("JABATAN NAMA", "NAMA JABATAN", "JABATAN TERAKHIR", "JABATAN SEKARANG", "JABATAN TERAKHIR NAMA"),
    ),
    Column("JENIS JABATAN", ("JENIS JABATAN NAMA", "KELOMPOK JABATAN", "ESELON", "JABATAN ESELON")),
    Column("JENJANG", ("JENJANG JABATAN", "JENJANG FUNGSIONAL")),
    Column("FORMULIR", ("FORMULIR SKP",)),
    Column(
        "UNIT KERJA",
        (
            "UNOR NAMA",
            "UNIT",
            "NAMA UNIT",
            "NAMA UNIT KERJA",
            "UNIT ORGANISASI",
            "UNOR",
            "TEMPAT TUGAS",
            "SUB UNIT KERJA",
        ),
    ),
    Column("KODE UNIT", ("KODE UNIT KERJA", "KODE UNOR")),
    Column(
        "UNIT INDUK",
        ("KODE UNIT INDUK", "INDUK", "UNOR INDUK NAMA", "SATUAN KERJA INDUK NAMA", "UNIT KERJA INDUK"),
    ),
    Column(
        "NIP ATASAN",
        ("NIP PENILAI", "NIP PEJABAT PENILAI", "NIP ATASAN LANGSUNG", "NIP PEJABAT PENILAI KINERJA"),
    ),
    Column("KEPALA UNIT", ("PIMPINAN UNIT",)),
    Column("TMT JABATAN", ("TMT", "MULAI TUGAS", "JABATAN TMT", "JABATAN TERAKHIR TMT")),
    Column("TMT ATASAN", ("TMT PENILAI", "MULAI DINILAI")),
    Column("TANGGAL BERHENTI", ("TMT BERHENTI", "TMT PENSIUN BERHENTI")),
    Column("ZONA WAKTU", ("ZONA", "ZONA WAKTU UNIT")),
    Column("PNS ID", ("ID PNS", "ASN ID", "ID SIASN")),
    Column("UNOR ID", ("ID UNOR",)),
    Column("INSTANSI KERJA NAMA", ("INSTANSI INDUK NAMA", "INSTANSI KERJA", "INSTANSI")),
)
