namespace QrisPayments.Testing.Tests;

/// <summary>Each fault fails the checks that are made for it and no others. By theme, so that the themes run beside each other.</summary>
public abstract class BadGatewayTests : MutantTests
{
    private protected static TheoryData<string> FaultsOf(IEnumerable<BadGateway> gateways) => [.. gateways.Select(bad => bad.Fault)];

    private protected async Task FailsItsChecksAsync(string fault)
    {
        var bad = BadGateways.All.Single(bad => bad.Fault == fault);

        var failures = await FailuresAsync(bad);

        Assert.Equal(bad.Fails.Order(StringComparer.Ordinal), failures.Keys);
        // What it says is for the author: what happened, and what to do.
        Assert.All(failures.Values, message => Assert.DoesNotContain("not by Assert.Fail", message, StringComparison.Ordinal));
        if (bad.Says is { } words) Assert.Contains(failures.Values, message => message.Contains(words, StringComparison.Ordinal));
    }
}

public sealed class BadCreateTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.Creating);

    [Theory, MemberData(nameof(Faults))]
    public Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault) => FailsItsChecksAsync(fault);
}

public sealed class BadAmountTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.Amounts);

    [Theory, MemberData(nameof(Faults))]
    public Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault) => FailsItsChecksAsync(fault);
}

public sealed class BadStatusTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.Status);

    [Theory, MemberData(nameof(Faults))]
    public Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault) => FailsItsChecksAsync(fault);
}

public sealed class BadWebhookTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.Webhooks);

    [Theory, MemberData(nameof(Faults))]
    public Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault) => FailsItsChecksAsync(fault);
}

public sealed class BadCancelAndLedgerTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.CancelAndLedger);

    [Theory, MemberData(nameof(Faults))]
    public Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault) => FailsItsChecksAsync(fault);
}

public sealed class BadSecretTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.Secrets);

    [Theory, MemberData(nameof(Faults))]
    public Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault) => FailsItsChecksAsync(fault);
}

public sealed class BadLoadingTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.Loading);

    [Theory, MemberData(nameof(Faults))]
    public Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault) => FailsItsChecksAsync(fault);
}

public sealed class BadScriptTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.Scripts);

    [Theory, MemberData(nameof(Faults))]
    public Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault) => FailsItsChecksAsync(fault);
}
