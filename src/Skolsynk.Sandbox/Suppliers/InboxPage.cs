using Skolsynk.Sandbox.Pages;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>What the inbox is to show; what is null is chosen by the page.</summary>
internal readonly record struct InboxChoice(string? Tenant, ScimEndpoint? Endpoint, int Start);

/// <summary>One environment of one supplier: what arrived, the last requests, and the switches for its faults.</summary>
internal sealed class InboxPage(ScimReceiver receiver, InboxChoice choice, Func<string, string> tenantName)
{
    private const int PageSize = 100;

    private static readonly string[] Environments = ["production", "test"];

    private readonly string tenant = choice.Tenant ?? (receiver.Tenants is [var first, ..] ? first : ReceiverKeys.Everyone);
    private readonly ScimEndpoint endpoint = choice.Endpoint ?? ScimEndpoint.Users;

    public static string Title(ScimReceiver receiver) => $"{receiver.Profile.Title}, {SupplierTexts.Title(receiver.Environment).ToLowerInvariant()}";

    public Html Main()
    {
        var held = receiver.Tenants.Contains(tenant) ? receiver.HeldBy(tenant) : new HeldObjects(receiver.Profile);
        return Html.Of($"""
            <p class="quiet">{SuppliersPage.Character(receiver.Profile)}. Adress: <span class="id">{receiver.BasePath}</span>.
            <a href="/suppliers/{receiver.Profile.Name}/{receiver.Environment}/comparison">Jämför med kommunen</a></p>
            {Tabs("Miljö", Environments, name => (Url(name, null, null), SupplierTexts.Title(name), name == receiver.Environment))}
            {Html.When(receiver.Tenants.Count > 1, () => Tabs("Kommun", receiver.Tenants, name => (Url(receiver.Environment, name, null), tenantName(name), name == tenant)))}
            {Tabs("Slag", ScimEndpoints.All, type => (Url(receiver.Environment, tenant, type), $"{SupplierTexts.Title(type)} {held.Count(type)}", type == endpoint))}
            {Objects(held)}
            {FaultSwitchesView.Of(receiver)}
            {Requests()}
            """);
    }

    private Html Objects(HeldObjects held)
    {
        var all = held.All(endpoint);
        var start = Math.Clamp(choice.Start, 0, Math.Max(0, all.Count - 1));
        var view = new ObjectView(receiver, tenant, held);
        var dangling = held.Dangling().Count;
        return Html.Of($"""
            <h2>{SupplierTexts.Title(endpoint)}</h2>
            {Html.When(dangling > 0, () => Html.Of($"<p class=\"bad\">Hänvisningar som pekar på något som inte finns här: {dangling:N0}.</p>"))}
            {Html.When(all.Count == 0, () => Html.Of($"<p class=\"quiet\">Inget har kommit.</p>"))}
            {Html.When(all.Count > 0, () => Html.Of($"""
                <div class="wide" tabindex="0" role="region" aria-label="{SupplierTexts.Title(endpoint)}">
                <table>
                <caption>{start + 1:N0}–{Math.Min(all.Count, start + PageSize):N0} av {all.Count:N0}</caption>
                <thead><tr>{Html.Each(ObjectView.Columns(endpoint), name => Html.Of($"<th scope=\"col\">{name}</th>"))}</tr></thead>
                <tbody>{Html.Each(all.Skip(start).Take(PageSize), view.Row)}</tbody>
                </table>
                </div>
                """))}
            {Html.When(start > 0, () => Html.Of($"<a href=\"{Url(receiver.Environment, tenant, endpoint, Math.Max(0, start - PageSize))}\">Föregående</a> "))}
            {Html.When(start + PageSize < all.Count, () => Html.Of($"<a href=\"{Url(receiver.Environment, tenant, endpoint, start + PageSize)}\">Nästa</a>"))}
            """);
    }

    private Html Requests()
    {
        var counts = receiver.Journal.Counts;
        return Html.Of($"""
            <h2>Senaste anropen</h2>
            <p>{counts.Posts:N0} POST, {counts.Puts:N0} PUT (varav {counts.IdenticalPuts:N0} utan ändring), {counts.Deletes:N0} DELETE, {counts.Lists:N0} listor,
            <span class="{(counts.Errors > 0 ? "bad" : "")}">{counts.Errors:N0} fel</span>. Högst {counts.MaxConcurrent:N0} samtidigt och {counts.MaxPerSecond:N0} i sekunden; öppna anslutningar: {counts.Connections:N0}.</p>
            <div class="wide" tabindex="0" role="region" aria-label="Senaste anropen">
            <table>
            <thead><tr><th scope="col">Tid</th><th scope="col">Anrop</th><th scope="col" class="number">Svar</th><th scope="col" class="number">Byte</th><th scope="col">Anmärkning</th></tr></thead>
            <tbody>{Html.Each(receiver.Journal.Last(50), Request)}</tbody>
            </table>
            </div>
            <form method="post" action="/suppliers/{receiver.Profile.Name}/switch"><input type="hidden" name="environment" value="{receiver.Environment}"><button name="action" value="reset">Töm mottagaren</button></form>
            """);
    }

    private static Html Request(JournalEntry entry) => Html.Of($"""
        <tr><td>{entry.Time.ToLocalTime():HH:mm:ss.fff}</td><td>{entry.Method} {entry.Endpoint} <span class="id">{entry.Id}</span></td><td class="number {(entry.Status is 0 or >= 400 ? "bad" : "")}">{(entry.Status == 0 ? "inget" : $"{entry.Status}")}</td><td class="number">{entry.Bytes:N0}</td><td>{entry.Error}</td></tr>
        """);

    private static Html Tabs<T>(string label, IEnumerable<T> items, Func<T, (string Url, string Text, bool Current)> describe) => Html.Of(
        $"<nav aria-label=\"{label}\"><ul class=\"tabs\">{Html.Each(items.Select(describe), tab => Html.Of($"<li><a href=\"{tab.Url}\"{new Html(tab.Current ? " aria-current=\"page\"" : "")}>{tab.Text}</a></li>"))}</ul></nav>");

    private string Url(string environment, string? of, ScimEndpoint? type, int start = 0) =>
        $"/suppliers/{receiver.Profile.Name}?environment={environment}"
        + (of is null ? "" : "&tenant=" + Uri.EscapeDataString(of))
        + (type is null ? "" : "&endpoint=" + type.Value.Name())
        + (start == 0 ? "" : $"&start={start}");
}
