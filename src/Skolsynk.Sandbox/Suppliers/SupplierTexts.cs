namespace Skolsynk.Sandbox.Suppliers;

/// <summary>What the suppliers' pages call things.</summary>
internal static class SupplierTexts
{
    public static string Title(ScimEndpoint endpoint) => endpoint switch
    {
        ScimEndpoint.Organisations => "Huvudmän",
        ScimEndpoint.SchoolUnitGroups => "Skolor",
        ScimEndpoint.SchoolUnits => "Skolenheter",
        ScimEndpoint.Users => "Personer",
        ScimEndpoint.Employments => "Anställningar",
        ScimEndpoint.StudentGroups => "Grupper",
        _ => "Aktiviteter",
    };

    public static string Title(string environment) => environment == "test" ? "Test" : "Produktion";

    public static string Title(FaultKind kind) => kind switch
    {
        FaultKind.Down => "Nere (bryter anslutningen)",
        FaultKind.Slow => "Långsam (svarar efter så många ms)",
        FaultKind.Drip => "Droppar svaret tecken för tecken",
        FaultKind.ServerError => "500",
        FaultKind.Unavailable => "503",
        FaultKind.Throttled => "429",
        FaultKind.Html => "200 med en webbsida",
        FaultKind.Accepted => "202 utan att göra något",
        FaultKind.Redirect => "301 till en annan adress",
        FaultKind.NotFound => "404 på allt (fel basadress)",
        FaultKind.Conflict => "409 på allt",
        FaultKind.BadRequest => "400 (på allt eller på ett id eller användarnamn)",
        FaultKind.Forbidden => "403 (fel nyckel)",
        FaultKind.EchoNames => "400 med en feltext som upprepar det sända",
        FaultKind.NoAnswer => "Utför men svarar aldrig",
        FaultKind.LateAnswer => "Utför men svarar sent (20 s)",
        FaultKind.CutAnswer => "Utför och bryter mitt i svaret",
        FaultKind.FalseTotal => "Listor säger tre fler än de visar",
        _ => "Utför och svarar med 200 MB",
    };
}
