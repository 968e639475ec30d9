$response = file_get_contents('https://www.bayar.gg/api/create-payment.php', false,
stream_context_create([
'http' => [
'method' => 'POST',
'header' => "Content-Type: application/json\r\nX-API-Key: YOUR_API_KEY_HERE",
'content' => json_encode([
'amount' => 50000,
'description' => 'Pembayaran Produk A',
'payment_method' => 'qris_bayar_gg'
])
]
])
);
$data = json_decode($response, true);
