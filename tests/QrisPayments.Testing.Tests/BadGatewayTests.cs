using QrisPayments.Foundation;

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

public sealed class BadOptionTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.Options);

    [Theory, MemberData(nameof(Faults))]
    public Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault) => FailsItsChecksAsync(fault);
}

/// <summary>What an option lets a gateway do is no fault.</summary>
public sealed class SoundOptionTests : BadGatewayTests
{
    public static TheoryData<string> Kinds => FaultsOf(BadGateways.Sound);

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_sound_gateway_of_its_kind_passes_every_check(string kind) =>
        Assert.Empty(await FailuresAsync(BadGateways.Sound.Single(sound => sound.Fault == kind)));
}

public sealed class BadCancelAndLedgerTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.CancelAndLedger);

    [Theory, MemberData(nameof(Faults))]
    public Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault) => FailsItsChecksAsync(fault);
}

public sealed class BadRefundTests : BadGatewayTests
{
    public static TheoryData<string> Faults => FaultsOf(BadGateways.Refunds);

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
