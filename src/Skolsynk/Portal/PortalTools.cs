using Microsoft.AspNetCore.DataProtection;
using Skolsynk.Data;
using Skolsynk.Source;
using Skolsynk.Suppliers;
using Skolsynk.Sync;

namespace Skolsynk.Portal;

/// <summary>What the portal works with: the same things as the commands and the workers.</summary>
internal sealed record PortalTools(Database Database, IDataProtectionProvider Protection, PortalOptions Options)
{
    public required SealedSecrets Secrets { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Logs { get; init; }

    /// <summary>Null: no way to Microsoft is set; nobody can sign in and nothing can be read.</summary>
    public GraphTokens? Tokens { get; init; }

    /// <summary>Null exactly when <see cref="Tokens"/> is.</summary>
    public GraphReader? Reader { get; init; }

    /// <summary>Null exactly when <see cref="Tokens"/> is.</summary>
    public SyncEngine? Engine { get; init; }

    public EntraOptions? Entra { get; init; }

    /// <summary>Name of this process in leases.</summary>
    public required string Owner { get; init; }

    public Schedule Schedule { get; init; } = Schedule.Hourly;
}

/// <summary>How the portal is reached and what it calls itself.</summary>
/// <param name="Listen">Where it listens; plain http, TLS is a proxy's.</param>
/// <param name="Public">As browsers reach it; leads into every address that it gives to Microsoft.</param>
/// <param name="Development">Stand-ins on loopback are allowed, and browsers are not told to insist on https.</param>
/// <param name="Operator">Who runs the service (driftorganisation), as its users read it.</param>
internal sealed record PortalOptions(Uri Listen, Uri Public, bool Development, string Operator)
{
    /// <summary>Skolverket's register of school units; null: it is not asked.</summary>
    public Uri? Register { get; init; }

    /// <summary>Days after which no backup is left (<c>Skolsynk:JournalDays</c>).</summary>
    public int JournalDays { get; init; } = 400;

    /// <summary>Address of whoever runs the service, for those who use it; null: none is given.</summary>
    public string? Contact { get; init; }

    /// <summary>Working days within which whoever writes there has an answer.</summary>
    public int AnswerDays { get; init; } = 5;

    /// <summary>Region of the cloud where everything is kept; null: not told.</summary>
    public string? Region { get; init; }

    /// <summary>Where Microsoft sends people back to; both stand in the app registration.</summary>
    public IReadOnlyList<Uri> RedirectAddresses => [new(Public, SignIn.EntraSignIn.Callback), new(Public, Setup.ConsentRound.Callback)];

    public bool IsSecure => Public.Scheme == Uri.UriSchemeHttps;
}
