using DemoStore;
using DemoStore.Orders;

var builder = WebApplication.CreateBuilder(args);
builder.AddShop();
builder.Services.AddPaymentHandler<MarkOrderPaid>();

var app = builder.Build();
app.UseShop();
app.MapQrisPayments();
app.Run();
