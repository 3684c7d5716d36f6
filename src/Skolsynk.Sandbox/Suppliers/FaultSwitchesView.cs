using System.Globalization;
using Skolsynk.Sandbox.Pages;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>The faults that are on, with a button to switch each kind off, and a form to switch one on.</summary>
internal static class FaultSwitchesView
{
    public static Html Of(ScimReceiver receiver) => Html.Of($"""
        <h2>Fel</h2>
        {On(receiver)}
        <form method="post" action="/suppliers/{receiver.Profile.Name}/switch">
        <input type="hidden" name="environment" value="{receiver.Environment}">
        <label>Fel <select name="kind">{Html.Each(Enum.GetValues<FaultKind>(), kind => Html.Of($"<option value=\"{kind}\">{SupplierTexts.Title(kind)}</option>"))}</select></label>
        <label>Antal anrop (tomt: tills vidare) <input name="requests" inputmode="numeric" pattern="[0-9]*"></label>
        <label>Slag <select name="endpoint"><option value="">Alla</option>{Html.Each(ScimEndpoints.All, type => Html.Of($"<option value=\"{type.Name()}\">{SupplierTexts.Title(type)}</option>"))}</select></label>
        <label>Metod <select name="method"><option value="">Alla</option><option>POST</option><option>PUT</option><option>DELETE</option><option>GET</option></select></label>
        <label>Bara id <input name="id" autocomplete="off"></label>
        <label>Bara användarnamn <input name="userName" autocomplete="off"></label>
        <label>Millisekunder <input name="milliseconds" inputmode="numeric" pattern="[0-9]*"></label>
        <label>Retry-After, sekunder <input name="retryAfter" inputmode="numeric" pattern="[0-9]*"></label>
        <button name="action" value="on">Slå på</button>
        </form>
        """);

    /// <summary>Does what a button of the page asked for.</summary>
    public static void Carry(ScimReceiver receiver, IFormCollection form)
    {
        switch (form["action"].ToString())
        {
            case "reset":
                receiver.Reset();
                break;
            case "off" when Enum.TryParse<FaultKind>(form["kind"], out var kind):
                receiver.Faults.Off(kind);
                break;
            case "on" when Enum.TryParse<FaultKind>(form["kind"], out var kind):
                receiver.Faults.On(new(kind)
                {
                    Requests = Number(form["requests"]),
                    Milliseconds = Number(form["milliseconds"]),
                    RetryAfter = Number(form["retryAfter"]),
                    Endpoint = ScimEndpoints.Find(form["endpoint"].ToString()),
                    Method = Text(form["method"]),
                    Id = Text(form["id"]),
                    UserName = Text(form["userName"]),
                });
                break;
        }
    }

    private static Html On(ScimReceiver receiver) => receiver.Faults.Current.Count == 0
        ? Html.Of($"<p class=\"quiet\">Inga fel är påslagna.</p>")
        : Html.Each(receiver.Faults.Current, fault => Html.Of($"""
            <form method="post" action="/suppliers/{receiver.Profile.Name}/switch">
            <input type="hidden" name="environment" value="{receiver.Environment}"><input type="hidden" name="kind" value="{fault.Kind}">
            <span class="bad">{SupplierTexts.Title(fault.Kind)}</span> <span>{Limits(fault)}</span>
            <button name="action" value="off">Slå av</button>
            </form>
            """));

    private static string Limits(Fault fault) => string.Join(", ", new[]
    {
        fault.Requests is { } left ? $"{left} anrop till" : "tills vidare",
        fault.Endpoint is { } endpoint ? SupplierTexts.Title(endpoint) : null,
        fault.Method, fault.Id, fault.UserName,
        fault.Milliseconds is { } milliseconds ? $"{milliseconds} ms" : null,
        fault.RetryAfter is { } seconds ? $"Retry-After {seconds} s" : null,
    }.Where(limit => limit is not null));

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
