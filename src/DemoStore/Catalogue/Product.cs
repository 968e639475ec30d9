using DemoStore.Languages;

namespace DemoStore.Catalogue;

/// <summary>Something on the shelf.</summary>
/// <param name="Slug">Its address and its name in carts and orders; never reused.</param>
/// <param name="Price">Whole rupiah.</param>
/// <param name="Shade">The colour class of its tile.</param>
internal sealed record Product(
    string Slug,
    long Price,
    string Shade,
    Text Name,
    Text Line,
    Text Story,
    Text Pack,
    Text Keeps,
    Text Contains,
    Text? Badge = null)
{
    public string Picture => $"~/pictures/{Slug}.svg";
}
