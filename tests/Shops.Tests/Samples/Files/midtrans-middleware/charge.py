import requests
import json
url = "http://localhost:5000/charge"
payload = {
    "order_id": "TAGIHAN-001",
    "amount": 50000,
    "customer_details": {
        "first_name": "Andri",
        "email": "andri@indoweb.id",
        "phone": "08123456789"
    }
}
headers = {
    'X-App-Code': 'biling',
    'X-Api-Key': 'fb93b4e802314a189809f393d913bba6', # Ganti dengan API Key asli
    'Content-Type': 'application/json'
}
try:
    response = requests.post(url, headers=headers, json=payload)
    if response.status_code == 201:
        data = response.json()
        print("Link Bayar:", data['redirect_url'])
    else:
        print("Error:", response.text)
except Exception as e:
    print(e)
