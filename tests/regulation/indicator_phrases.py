"""Indicators as they stand in plans of districts, health centres, schools and villages."""

ACTIVITY = """\
Jumlah rapat koordinasi yang diikuti
Jumlah rapat yang dilaksanakan tepat waktu
Jumlah jam kerja efektif
Persentase kehadiran
Tingkat kehadiran apel pagi
Persentase kehadiran pegawai
Jumlah hari kerja dalam setahun
Jumlah kegiatan sosialisasi
Jumlah sosialisasi yang dilaksanakan
Terlaksananya kegiatan posyandu
Terlaksananya rapat koordinasi lintas sektor
Frekuensi monitoring ke kelurahan
Frekuensi supervisi kelas
Jumlah pelatihan yang diikuti
Jumlah jam pelatihan
Jumlah jam pelajaran diklat
Jumlah perjalanan dinas
Jumlah surat tugas
Jumlah notulen rapat
Jumlah undangan yang dihadiri
Jumlah kunjungan lapangan
Jumlah kunjungan kerja
Jumlah kunjungan rumah
Jumlah kunjungan pembinaan ke desa
Banyaknya penyuluhan kesehatan
Jumlah penyuluhan di posyandu
Jumlah peserta pelatihan
Jumlah peserta sosialisasi
Jumlah warga yang hadir dalam musyawarah
Jumlah pegawai yang mengikuti bimtek
Jumlah kader yang mengikuti pelatihan
Jumlah guru yang mendapat pembinaan
Pelaksanaan apel pagi
Pelaksanaan monitoring dan evaluasi
Keterlaksanaan program kerja
Persentase keterlaksanaan kegiatan
Penyelenggaraan musrenbang kelurahan
Jumlah pertemuan kelompok kerja guru
Jumlah bimbingan teknis aplikasi keuangan
Jumlah workshop kurikulum
Jumlah lokakarya mini puskesmas
Jumlah koordinasi dengan instansi terkait
Jumlah laporan kegiatan
Jumlah laporan pelaksanaan tugas
Jumlah laporan harian
Jumlah piket malam
Jumlah jam lembur
Jumlah jam mengajar
Jumlah tatap muka di kelas
Jumlah patroli wilayah
Jumlah kegiatan gotong royong
Jumlah gotong royong
Jumlah kerja bakti
Jumlah senam lansia
Jumlah pendampingan desa
Jumlah fasilitasi pengaduan
Jumlah konsultasi
Jumlah sesi konseling
Jumlah audiensi
Jumlah disposisi
Jumlah dokumentasi kegiatan
Keaktifan mengikuti upacara
Mengikuti seminar kesehatan
Jumlah webinar
Jumlah studi banding
Jumlah studi tiru ke desa lain
Partisipasi dalam forum perangkat daerah
Jumlah forum konsultasi publik
Jumlah kampanye cuci tangan
Jumlah pembinaan perangkat desa
Jumlah razia
Jumlah peninjauan lokasi
Jumlah asistensi penyusunan RKA
Jumlah internalisasi nilai BerAKHLAK
Jumlah kegiatan penyuluhan stunting
Jumlah pembinaan UMKM
Jumlah surat masuk yang diagendakan
Jumlah hari hadir
Persentase kehadiran guru
Jumlah kader yang dilatih
Jumlah peserta bimbingan teknis
Jumlah anak yang mengikuti senam
Terlaksananya pelayanan administrasi
Terlaksananya musyawarah desa
Jumlah monitoring harga pasar
Jumlah inspeksi sanitasi
Jumlah pemeriksaan lapangan
Jumlah survei lokasi
Jumlah posyandu yang dikunjungi
Jumlah sekolah yang disupervisi
Jumlah desa yang dibina
Jumlah unggahan media sosial
Jumlah operasi pasar
Frekuensi rapat minggon
Jumlah rapat pleno
Jumlah penyelenggaraan lomba
Jumlah pengawasan ke lapangan
Jumlah verifikasi lapangan
Terselenggaranya upacara hari besar
Tersedianya laporan kegiatan
Jumlah pelaksanaan vaksinasi
Jumlah rekonsiliasi data
Jumlah kali rapat
Banyaknya kegiatan ronda
Jumlah kegiatan yang dilaksanakan
Ketepatan kehadiran
Kedisiplinan masuk kerja
Lama jam kerja per hari
Jumlah pegawai yang hadir apel
Jumlah orang yang disosialisasikan
Jumlah tugas yang dilaksanakan
Jumlah arahan pimpinan yang dihadiri
Jumlah FGD
Jumlah pelaksanaan piket
Jumlah rapat evaluasi bulanan
Jumlah kelas ibu hamil yang dilaksanakan
Jumlah kunjungan ke sekolah
Jumlah pendataan warga
Jumlah berita acara
Jumlah pengamanan acara
Terlaksananya administrasi kepegawaian
Jumlah absen tepat waktu
Jumlah pembinaan kelompok tani
Jumlah perangkat desa yang mengikuti pelatihan
Jumlah sosialisasi pajak
Jumlah kegiatan PKK
Jumlah monev dana desa
Frekuensi penyuluhan gizi
Jumlah lembur
Jumlah telaahan staf
Persentase kegiatan terlaksana
""".splitlines()

RESULT = """\
Persentase bayi dengan imunisasi dasar lengkap
Cakupan kunjungan ibu hamil K6
Cakupan kunjungan neonatal lengkap
Persentase kehadiran balita di posyandu
Tingkat kehadiran siswa
Kehadiran peserta didik
Angka ketidakhadiran siswa tanpa keterangan
Prevalensi stunting pada balita
Persentase penderita hipertensi yang tekanan darahnya terkendali
Angka keberhasilan pengobatan tuberkulosis
Persentase desa bebas buang air besar sembarangan
Rata-rata waktu tunggu pasien rawat jalan
Rata-rata jam tunggu di loket
Persentase permohonan KTP-el selesai dalam 24 jam
Persentase permohonan yang selesai sesuai standar pelayanan
Nilai survei kepuasan masyarakat
Indeks kepuasan masyarakat
Persentase pengaduan yang tuntas dalam lima hari kerja
Jumlah berkas dikembalikan karena petugas keliru
Persentase keputusan rapat yang dijalankan
Persentase hasil rapat yang ditindaklanjuti
Persentase peserta pelatihan yang lulus uji
Persentase peserta pelatihan yang menerapkan di tempat kerja
Persentase kader yang mampu mengukur dengan benar setelah pelatihan
Persentase rekomendasi monitoring yang ditindaklanjuti
Persentase temuan supervisi yang diperbaiki
Angka putus sekolah
Angka kelulusan
Persentase siswa yang mencapai kompetensi minimum literasi
Persentase siswa yang mencapai ketuntasan belajar matematika
Nilai rapor pendidikan kemampuan numerasi
Persentase anak usia 5 sampai 6 tahun yang ikut PAUD
Persentase dana BOS yang dibelanjakan sesuai RKAS
Persentase penduduk wajib KTP-el yang sudah merekam
Persentase anak yang memiliki akta kelahiran
Persentase anak yang memiliki kartu identitas anak
Persentase kematian yang dilaporkan dan terbit aktanya
Jumlah data ganda yang diperbaiki
Persentase penduduk yang mengaktifkan identitas kependudukan digital
Persentase surat pertanggungjawaban yang diterima tanpa dikembalikan
Hari antara permintaan pembayaran dan terbitnya SP2D
Rata-rata hari kerja dari berkas lengkap sampai SP2D terbit
Jumlah jam kerja sejak laporan kerusakan hingga pulih
Deviasi realisasi terhadap rencana penarikan dana
Persentase tindak lanjut rekomendasi BPK
Persentase aset tetap yang cocok antara catatan dan fisik
Realisasi pajak bumi dan bangunan
Persentase wajib pajak yang membayar sebelum jatuh tempo
Selisih kas pada saat pemeriksaan
Tanggal penetapan APBDes
Persentase kegiatan fisik APBDes yang selesai tahun ini
Persentase keluarga penerima manfaat yang tepat sasaran
Jumlah keluarga yang mandiri keluar dari daftar miskin
Pendapatan asli desa
Persentase layanan surat keterangan selesai hari itu juga
Persentase jalan desa dalam keadaan baik
Nilai indeks desa
Persentase rumah tangga dengan air minum layak
Nilai SAKIP perangkat daerah
Persentase pegawai yang predikatnya disampaikan tepat waktu
Rata-rata waktu jawab surat masuk
Persentase kerusakan jaringan pulih dalam empat jam
Jumlah gangguan layanan
Volume sampah yang dikelola di sumbernya
Persentase ruas jalan berlampu
Jumlah izin yang terbit
Persentase laporan keuangan yang diterima sebelum tanggal 10
Jumlah permohonan selesai
Persentase arsip yang ditemukan dalam 10 menit
Waktu tanggap kebakaran
Jumlah usaha mikro yang naik kelas
Kenaikan nilai siswa sesudah bimbingan
Jumlah pelanggan air minum
Jumlah akta kelahiran yang terbit
Persentase kegiatan yang selesai tepat waktu
Jumlah kasus demam berdarah
Persentase rekomendasi rapat yang ditindaklanjuti
Persentase surat yang dijawab dalam tiga hari
Tingkat kepuasan peserta pelatihan
Jumlah peserta pelatihan yang bekerja setelah enam bulan
Jumlah siswa yang lulus
Jumlah bidang tanah bersertifikat
Persentase pasien yang hadir kontrol
Persentase ibu hamil yang mengikuti kelas ibu hamil dan tekanan darahnya normal
Waktu kerja yang hilang karena kecelakaan
Jumlah pelatihan yang menghasilkan sertifikat kompetensi
Indeks pembangunan manusia
Angka kecelakaan kerja
Persentase jalan mantap
Persentase penyerapan anggaran
Nilai monitoring center for prevention
Jumlah bimbingan skripsi yang selesai
Persentase anak didik yang naik kelas
Persentase kunjungan ulang pasien
Kunjungan wisatawan
Jumlah kunjungan wisatawan
Jumlah pemustaka
Persentase orang tua yang hadir mengambil rapor
Pendapatan retribusi
Persentase temuan yang selesai
Jumlah pelanggaran perda
Waktu layanan
Rata-rata nilai ujian
Jumlah rumah layak huni terbangun
Persentase berkas lengkap pada pengajuan pertama
Rata-rata lama proses izin
Jumlah penduduk miskin
Persentase balita gizi buruk yang pulih
Tingkat pengangguran
Persentase sampah terangkut
Rata-rata kehadiran siswa
Jumlah sengketa tanah yang selesai
Persentase obat kedaluwarsa
Dokumen anggaran yang disahkan tepat waktu
Survei kepuasan pegawai
Persentase guru bersertifikat pendidik
Luas lahan sawah
Jumlah pohon yang hidup setelah satu tahun
Persentase utang pajak tertagih
Jumlah konten yang dibagikan warga
Lama waktu antre
Persentase laporan pengaduan selesai
Jumlah rekomendasi yang dilaksanakan
""".splitlines()
