namespace QrisPayments;

/// <summary>One thing that is wrong with a request or a setting. Closed: it will have no further member.</summary>
/// <param name="Field">Where it is wrong: a field of the request in snake_case (<c>customer.email</c>), or a setting's full name.</param>
/// <param name="Code">Stable, for programs: <c>amount_too_large</c>.</param>
/// <param name="Message">For people: what is wrong and what to do.</param>
public sealed record Fault(string Field, string Code, string Message);
