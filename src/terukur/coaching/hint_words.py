"""Word lists of the hints on feedback: short, since one hint too few is better than one too many."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ADDRESSES = _set(
    "anda kamu engkau kau dia ia beliau bapak ibu pak bu mas mbak saudara saudari sdr sdri kakak "
    "adik orangnya anaknya pribadi sosok orang pegawai staf"
)
HONORIFICS = _set(
    "pak bu bapak ibu mas mbak kak kakak saudara saudari sdr sdri anda kamu dia ia beliau drs dr ir"
)
NEGATIONS = _set("tidak tak bukan bukanlah nggak gak ga enggak kurang belum")
# What may stand between a person and an adjective that judges: “Ibu ini memang orang yang sangat …”.
FILLERS = _set(
    "adalah ialah memang sangat amat selalu sering kadang orang yang paling terlalu ini itu "
    "sebenarnya benar-benar terkesan tampak kelihatan terlihat cukup agak begitu juga masih sudah "
    "makin semakin pegawai staf sosok pribadi seorang sungguh orangnya anaknya bisa dapat mau"
)

FAULTS = _set(
    "malas pemalas bodoh tolol goblok dungu payah lelet lemot ceroboh sombong angkuh egois manja "
    "cengeng bandel pembohong pembangkang pelupa pemarah pendendam culas licik serakah kampungan "
    "baperan keterlaluan"
)
# Judging only where it is denied: “tidak becus”, “kurang cakap”.
LACKING = _set(
    "becus mampu kompeten profesional disiplin peduli cakap niat serius dewasa sopan berguna "
    "diandalkan tanggap cekatan teliti berkualitas pantas layak"
)
VIRTUES = _set(
    "rajin pintar cerdas hebat jenius sabar tekun jujur ramah teladan disiplin loyal berdedikasi "
    "profesional andal cekatan terbaik baik tulus dewasa sopan bijaksana berbakat mengagumkan "
    "kompeten teliti"
)

NUMBERS = _set(
    "dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus ribu setengah"
)
MOMENTS = _set(
    "senin selasa rabu kamis jumat sabtu januari februari maret april mei juni juli agustus "
    "september oktober november desember kemarin tadi pagi siang sore malam"
)
WHEN = _set("ketika saat sewaktu sehabis selagi tatkala setelah sesudah sebelum selama pada")
# “Pada dasarnya”, “saat ini”, “pada umumnya”: no time and no place.
NOT_PLACES = _set("dasarnya umumnya prinsipnya intinya akhirnya hakikatnya ini itu semua diri")
PLACES = _set(
    "loket ruang ruangan kelas posyandu puskesmas pustu poli rapat kantor lapangan desa kelurahan "
    "kecamatan aula meja apel sekolah balai gudang pasar rumah lobi halaman laboratorium "
    "perpustakaan depan"
)
SEEING = _set(
    "melihat mendengar mengamati menyaksikan memperhatikan lihat dengar amati saksikan perhatikan "
    "teramati terdengar tercatat"
)
# Acts that anybody in the room would have seen, as (active, root). “Melayani” or “membantu” are too wide.
ACTS = (
    ("memeriksa", "periksa"),
    ("menjelaskan", "jelaskan"),
    ("menanyakan", "tanyakan"),
    ("menanyai", "tanyai"),
    ("bertanya", "tanya"),
    ("mencatat", "catat"),
    ("menulis", "tulis"),
    ("menelepon", "telepon"),
    ("menyapa", "sapa"),
    ("mengantar", "antar"),
    ("menyerahkan", "serahkan"),
    ("mengisi", "isi"),
    ("memanggil", "panggil"),
    ("mengulang", "ulang"),
    ("mengulangi", "ulangi"),
    ("membuka", "buka"),
    ("menutup", "tutup"),
    ("menimbang", "timbang"),
    ("menyuntik", "suntik"),
    ("mengukur", "ukur"),
    ("memotong", "potong"),
    ("mengembalikan", "kembalikan"),
    ("mengirim", "kirim"),
    ("mengirimkan", "kirimkan"),
    ("membaca", "baca"),
    ("membacakan", "bacakan"),
    ("membagi", "bagi"),
    ("membagikan", "bagikan"),
    ("mengajari", "ajari"),
    ("mengajarkan", "ajarkan"),
    ("menunjukkan", "tunjukkan"),
    ("memperlihatkan", "perlihatkan"),
    ("mengunjungi", "kunjungi"),
    ("menjemput", "jemput"),
    ("membersihkan", "bersihkan"),
    ("memperbaiki", "perbaiki"),
    ("menghitung", "hitung"),
    ("menyusun", "susun"),
    ("mengetik", "ketik"),
    ("memotret", "potret"),
    ("menempel", "tempel"),
    ("menempelkan", "tempelkan"),
    ("mengoreksi", "koreksi"),
    ("menggantikan", "gantikan"),
    ("menggambar", "gambar"),
    ("meninggalkan", "tinggalkan"),
    ("menolak", "tolak"),
    ("membentak", "bentak"),
    ("memotong", "potong"),
    ("menyela", "sela"),
    ("melapor", "lapor"),
    ("melaporkan", "laporkan"),
    ("mengumumkan", "umumkan"),
    ("mengajak", "ajak"),
)
