using Skolsynk.Access;

namespace Skolsynk.Portal.Frame;

/// <summary>Roles as people read them.</summary>
internal static class RoleWords
{
    public static string Of(Role role) => role switch
    {
        Role.GlobalAdministrator => "Global administratör",
        Role.Administrator => "Administratör",
        Role.Insight => "Insyn",
        Role.Operator => "Drift",
        Role.Service => "Skolsynk",
        _ => "–",
    };

    /// <summary>What was done, in the audit log.</summary>
    public static string Of(AuditEvent what) => what switch
    {
        AuditEvent.SignedIn => "Loggade in",
        AuditEvent.Consented => "Godkände behörigheterna",
        AuditEvent.OrganisationChosen => "Valde huvudman",
        AuditEvent.ProtectedAnswered => "Svarade om skyddade personuppgifter",
        AuditEvent.SupplierAdded => "Lade till leverantör",
        AuditEvent.AgreementSaved => "Sparade avtal",
        AuditEvent.KeySaved => "Sparade nyckel",
        AuditEvent.ConnectionTested => "Testade anslutningen",
        AuditEvent.PreviewMade => "Förhandsvisade urval",
        AuditEvent.PreviewDiscarded => "Slängde förhandsvisning",
        AuditEvent.Started => "Startade synk",
        AuditEvent.ScopeApproved => "Godkände ändrat urval",
        AuditEvent.Paused => "Pausade",
        AuditEvent.Resumed => "Fortsatte efter paus",
        AuditEvent.CodesSaved => "Sparade skolenhetskoder",
        AuditEvent.ReadingAsked => "Begärde läsning",
        AuditEvent.ReadingStarted => "Startade första läsningen",
        AuditEvent.RoleGiven => "Gav behörighet",
        AuditEvent.RoleTaken => "Tog bort behörighet",
        AuditEvent.ConnectionEnded => "Avslutade leverantör",
        AuditEvent.TenantEnded => "Avslutade tjänsten",
        AuditEvent.Downloaded => "Hämtade fil",
        AuditEvent.HoldDecided => "Beslutade om granskning",
        AuditEvent.ProtectedChanged => "Ändrade skydd",
        AuditEvent.ProtectedViewed => "Öppnade skyddade personuppgifter",
        AuditEvent.Purged => "Gallrade",
        AuditEvent.SettingsApplied => "Ändrade inställningar",
        AuditEvent.NamesReasoned => "Angav skäl för att se namn",
        AuditEvent.NamesOpened => "Öppnade sida med namn",
        AuditEvent.Searched => "Sökte",
        AuditEvent.ObjectOpened => "Öppnade Varför?",
        AuditEvent.SentAgain => "Skickade igen",
        AuditEvent.ComparisonAsked => "Jämförde med leverantören",
        _ => "Annat",
    };
}
