namespace Skolsynk.Portal.Frame;

/// <summary>A name that is typed to confirm what cannot be undone: no puzzle, so case and spaces around and within it do not matter.</summary>
internal static class Confirmation
{
    public static bool Is(string typed, string name) => string.Equals(Plain(typed), Plain(name), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string text) => string.Join(' ', text.Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
