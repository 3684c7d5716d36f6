namespace Skolsynk.Source;

/// <summary>
/// The next links of one chain. A link is followed exactly as it is, but only to the configured scheme, host and port (another one would be
/// handed the token), and never twice (the chain would have no end).
/// </summary>
internal sealed class NextLinks(Uri home, Uri first)
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HashSet<string> followed = new(StringComparer.Ordinal) { first.OriginalString };

    /// <summary>The address behind a link, or null when it may not be followed.</summary>
    public Uri? Follow(string link)
    {
        // Disabling the canonical form leaves the check for characters that have no place in a request line to us.
        if (link.AsSpan().ContainsAnyExceptInRange('!', '~') || !Uri.TryCreate(link, AsItIs, out var target))
            return null;
        return target.IsAbsoluteUri && IsHome(target) && followed.Add(link) ? target : null;
    }

    private bool IsHome(Uri target) =>
        target.Scheme == home.Scheme
        && string.Equals(target.IdnHost, home.IdnHost, StringComparison.OrdinalIgnoreCase)
        && target.Port == home.Port
        && target.UserInfo.Length == 0;
}
