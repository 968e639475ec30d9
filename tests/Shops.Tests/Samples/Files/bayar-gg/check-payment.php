$invoice = 'PAY-admin-1234567890-ABC123';
$response = file_get_contents(
'https://www.bayar.gg/api/check-payment.php?invoice=' . urlencode($invoice),
false,
stream_context_create([
'http' => ['header' => "X-API-Key: YOUR_API_KEY_HERE"]
])
);
$data = json_decode($response, true);
