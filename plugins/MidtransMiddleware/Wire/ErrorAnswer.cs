namespace QrisPayments.MidtransMiddleware.Wire;

/// <summary>An error as we answer it: two of the members in which <see cref="ChargeAnswer"/> looks for a reason.</summary>
/// <param name="Error">Its name, as the text's table of errors has it.</param>
/// <param name="Message">What is wrong, for the client's developer.</param>
internal sealed record ErrorAnswer(string Error, string Message);
