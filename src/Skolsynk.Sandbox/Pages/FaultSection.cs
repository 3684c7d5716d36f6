using System.Globalization;
using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Pages;

/// <summary>The switches of what goes wrong.</summary>
internal static class FaultSection
{
    public static Html Body(FaultBoard board, Tenant tenant) => Html.Of($"""
        <h2 id="fel">Fel hos Microsoft Graph</h2>
        {On(board)}
        <form method="post" action="/sandbox/faults">
        {Parts.Choice("kind", "Fel", Enum.GetValues<FaultKind>().Select(kind => new Option(kind.ToString(), Swedish.Of(kind))))}
        {Parts.Choice("place", "Var", Enum.GetValues<FaultPlace>().Select(place => new Option(place.ToString(), Swedish.Of(place))))}
        {Parts.Field("path", "Sökväg (* för valfri del)", Fault.Graph)}
        {Parts.Field("count", "Antal anrop (tomt: tills det stängs av)", required: false)}
        {Parts.Field("delaySeconds", "Fördröjning i sekunder", required: false)}
        {Parts.Field("retryAfter", "Retry-After", required: false)}
        <button>Slå på</button></form>
        <h2>Inloggning (Entra)</h2>
        <form method="post" action="/sandbox/entra">{Parts.Hidden("tenant", tenant.Id.ToString("D"))}
        {Parts.Choice("error", "Svar när Skolsynk ber om en token", Errors(), tenant.Error.ToString())}
        <button>Ändra</button></form>
        """);

    private static IEnumerable<Option> Errors() => Enum.GetValues<EntraError>().Select(error => new Option(error.ToString(), Swedish.Of(error)));

    private static Html On(FaultBoard board)
    {
        var on = board.On;
        if (on.Count == 0)
            return Html.Of($"<p class=\"quiet\">Inga fel är på.</p>");
        return Html.Of($"""
            {Parts.Table("Fel som är på", Parts.Head("Fel", "Sökväg", "Kvar", "Drabbade anrop", "Stäng av"), Html.Each(on, Row))}
            <form method="post" action="/sandbox/faults/off"><button>Stäng av alla</button></form>
            """);
    }

    private static Html Row(FaultBoard.Active one)
    {
        var left = one.Fault.Count is { } count ? (count - one.Met).ToString(CultureInfo.InvariantCulture) : "tills det stängs av";
        var id = Parts.Hidden("id", one.Id.ToString(CultureInfo.InvariantCulture));
        return Html.Of($"""
            <tr><th scope="row">{Swedish.Of(one.Fault.Kind)}</th><td>{one.Fault.Path}, {Swedish.Of(one.Fault.Place)}</td><td>{left}</td><td>{one.Met}</td>
            <td><form method="post" action="/sandbox/faults/off">{id}<button>Stäng av</button></form></td></tr>
            """);
    }
}
