using QrisPayments.TestNode;

// A host as a process of its own, for what only a process can show: two of them on one database, and SIGKILL.
// Its settings come from the environment, as in a container.
var builder = WebApplication.CreateBuilder(args);
var clock = new NodeClock();
builder.Services.AddSingleton<TimeProvider>(clock);
builder.Services.AddPaymentHandler<NodeHandler>();
if (Environment.GetEnvironmentVariable(NodeSignals.Contrary) is { Length: > 0 } culture) ContraryHost.Set(builder.Services, culture);

var app = builder.Build();
app.MapQrisPayments();
app.MapPost("/node/advance", (double seconds) => clock.Advance(TimeSpan.FromSeconds(seconds)));
// Which drivers the process has loaded: all that begins with MySql.
app.MapGet("/node/drivers", () => AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name)
    .Where(name => name!.StartsWith("MySql", StringComparison.Ordinal)));
app.Lifetime.ApplicationStarted.Register(() => System.Console.WriteLine(NodeSignals.Listening + app.Urls.First()));
// When the test is gone, so is its pipe: no node outlives it.
_ = Task.Run(() =>
{
    while (System.Console.In.Read() >= 0) { }
    Environment.Exit(0);
});
app.Run();
