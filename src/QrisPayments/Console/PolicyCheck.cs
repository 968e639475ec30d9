using Microsoft.Extensions.Options;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace QrisPayments.Console;

/// <summary>The console's policies must exist in the host; a misspelt name would refuse every user without a word.</summary>
internal sealed class PolicyCheck(IServiceProvider services, IOptions<ConsoleOptions> options)
{
    public async Task<IReadOnlyList<Fault>> CheckAsync()
    {
        var faults = new List<Fault>();
        foreach (var (setting, name) in new[]
        {
            (nameof(ConsoleOptions.ViewerPolicy), options.Value.ViewerPolicy),
            (nameof(ConsoleOptions.OperatorPolicy), options.Value.OperatorPolicy),
            (nameof(ConsoleOptions.OwnerPolicy), options.Value.OwnerPolicy),
        })
        {
            if (string.IsNullOrEmpty(name)) continue;
            if (services.GetService<IAuthorizationPolicyProvider>() is { } policies && await policies.GetPolicyAsync(name) is not null)
                continue;
            faults.Add(new Fault($"QrisPayments:Console:{setting}", "policy_unknown",
                $"The host has no authorization policy '{name}'. Add it with "
                + $"builder.Services.AddAuthorizationBuilder().AddPolicy(\"{name}\", …), or correct the name."));
        }
        return faults;
    }
}
