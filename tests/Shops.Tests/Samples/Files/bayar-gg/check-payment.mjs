const invoice = 'PAY-admin-1234567890-ABC123';
const res = await fetch(
`https://www.bayar.gg/api/check-payment.php?invoice=${invoice}`,
{ headers: { 'X-API-Key': 'YOUR_API_KEY_HERE' } }
);
const data = await res.json();
