namespace Skolsynk.Hosting.Settings;

/// <summary>Which addresses the service may be told to talk to.</summary>
internal static class Addresses
{
    /// <summary>What is wrong with an address, in Swedish; null: nothing.</summary>
    /// <param name="development">Plain http is allowed to the machine itself.</param>
    public static string? Problem(string text, bool development)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.Host.Length == 0)
            return $"”{text}” är ingen webbadress. Skriv hela adressen: https://…";
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            return "Adressen får inte innehålla användare, fråga (?) eller fragment (#).";
        if (address.Scheme == "https")
            return null;
        if (!development)
            return $"”{text}” är okrypterad. Adressen ska börja med https://.";
        return address.IsLoopback ? null : $"”{text}” är okrypterad. http:// är bara tillåtet till den egna datorn (127.0.0.1, localhost).";
    }

    /// <summary>Without the slash at the end.</summary>
    public static string Trimmed(string address) => address.TrimEnd('/');
}
