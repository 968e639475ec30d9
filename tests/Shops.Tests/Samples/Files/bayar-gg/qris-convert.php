$response = file_get_contents('https://www.bayar.gg/api/qris-convert.php', false,
stream_context_create([
'http' => [
'method' => 'POST',
'header' => "Content-Type: application/json\r\nX-API-Key: YOUR_API_KEY_HERE",
'content' => json_encode([
'qris' => '00020101021126...',
'nominal' => 50000
])
]
])
);
$data = json_decode($response, true);
