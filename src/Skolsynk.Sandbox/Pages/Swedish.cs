using System.Globalization;
using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Pages;

/// <summary>What the sandbox's pages call things.</summary>
internal static class Swedish
{
    public const string Nameless = "(utan namn)";

    public static readonly StringComparer Order = StringComparer.Create(CultureInfo.GetCultureInfo("sv-SE"), ignoreCase: true);

    public static string? Done(string? done) => done switch
    {
        null => null,
        "missing" => "Inget gjordes: något fält var tomt.",
        "gone" => "Inget gjordes: det finns inte längre.",
        "fault-on" => "Felet är på.",
        "fault-off" => "Felet är av.",
        "entra" => "Inloggningens svar ändrades.",
        _ => SandboxAction.Find(done)?.Done,
    };

    public static string Role(string? primaryRole) => primaryRole?.ToUpperInvariant() switch
    {
        "STUDENT" => "Elev",
        "TEACHER" or "FACULTY" => "Lärare",
        _ => "Övriga",
    };

    public static string Of(FaultKind kind) => kind switch
    {
        FaultKind.Latency => "Långsamma svar",
        FaultKind.Throttled => "429, för många anrop",
        FaultKind.Unavailable => "503, otillgänglig",
        FaultKind.ServerError => "500, serverfel",
        FaultKind.HtmlGateway => "502 med HTML",
        FaultKind.BrokenConnection => "Förbindelsen bryts mitt i svaret",
        FaultKind.NoAnswer => "Inget svar alls",
        FaultKind.Drip => "Svaret droppar en byte i taget",
        FaultKind.BadJson => "Trasig JSON",
        FaultKind.Unauthorized => "401, ogiltig token",
        FaultKind.Forbidden => "403, rättighet saknas",
        FaultKind.NotFound => "404 utan Graphs felsvar",
        FaultKind.Gone => "410, för gammalt deltakvitto",
        FaultKind.NotEducationTenant => "400, ingen utbildningskund",
        FaultKind.HalfPageChain => "Halv sidkedja: bara första sidan kommer",
        FaultKind.EmptySource => "Tom källa",
        FaultKind.EmptyPages => "Tomma sidor med nästa-länk",
        FaultKind.RepeatedPages => "Varje sida kommer två gånger",
        FaultKind.EndlessPages => "Nästa-länken leder tillbaka till samma sida",
        FaultKind.ForeignNextLink => "Nästa-länk till främmande värd",
        FaultKind.DuplicateIds => "Dubbla id:n",
        FaultKind.UnknownValues => "Okända värden och fält",
        FaultKind.MillionCharacterName => "Ett namn med en miljon tecken",
        FaultKind.BareMembers => "Medlemmar med bara id",
        FaultKind.ReplayedDelta => "Delta berättar gamla ändringar igen",
        _ => kind.ToString(),
    };

    public static string Of(FaultPlace place) => place switch
    {
        FaultPlace.OutsideBatch => "utanför batch",
        FaultPlace.InsideBatch => "inuti batch",
        _ => "överallt",
    };

    public static string Of(EntraError error) => error switch
    {
        EntraError.None => "Token ges ut",
        EntraError.WrongSecret => "AADSTS7000215, fel hemlighet",
        EntraError.ExpiredSecret => "AADSTS7000222, hemligheten har gått ut",
        EntraError.AppNotFound => "AADSTS700016, appen finns inte hos kunden",
        EntraError.ConsentMissing => "AADSTS65001, samtycke saknas",
        EntraError.ServicePrincipalMissing => "AADSTS7000229, appen är inte godkänd hos kunden",
        _ => error.ToString(),
    };
}
