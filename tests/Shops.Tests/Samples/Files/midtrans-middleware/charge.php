<?php
// The text lost its first words here: up to the first quotation mark is what must have stood there.
$curl = curl_init();
$payload = [
    "order_id" => "INV-" . time(),
    "amount" => 100000,
    "customer_details" => [
        "first_name" => "Client",
        "email" => "client@example.com"
    ]
];
curl_setopt_array($curl, array(
    CURLOPT_URL => 'http://localhost:5000/charge',
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_ENCODING => '',
    CURLOPT_MAXREDIRS => 10,
    CURLOPT_TIMEOUT => 0,
    CURLOPT_FOLLOWLOCATION => true,
    CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
    CURLOPT_CUSTOMREQUEST => 'POST',
    CURLOPT_POSTFIELDS => json_encode($payload),
    CURLOPT_HTTPHEADER => array(
        'X-App-Code: biling',
        'X-Api-Key: fb93b4e802314a189809f393d913bba6',
        'Content-Type: application/json'
    ),
));
$response = curl_exec($curl);
$httpcode = curl_getinfo($curl, CURLINFO_HTTP_CODE);
curl_close($curl);
if ($httpcode == 201) {
    $data = json_decode($response, true);
    echo "Silakan bayar di sini: " . $data['redirect_url'];
} else {
    echo "Gagal membuat transaksi: " . $response;
}
?>
