namespace QrisPayments;

/// <summary>One thing that is wrong with what somebody handed in.</summary>
/// <param name="Field">Where: a field of the request in snake_case (<c>customer.email</c>), or a setting's full name.</param>
/// <param name="Code">Stable, for programs: <c>amount_too_large</c>.</param>
/// <param name="Message">For the person who reads it: what is wrong and what to do.</param>
public sealed record Fault(string Field, string Code, string Message);
