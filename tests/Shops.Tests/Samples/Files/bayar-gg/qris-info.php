$response = file_get_contents(
'https://www.bayar.gg/api/qris-info.php?qris=00020101021126...',
false,
stream_context_create([
'http' => ['header' => "X-API-Key: YOUR_API_KEY_HERE"]
])
);
$data = json_decode($response, true);
