using Skolsynk.Sandbox.Pages;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>All suppliers at a glance: what each holds, and what it has been asked.</summary>
internal static class SuppliersPage
{
    public static Html Of(SandboxSuppliers suppliers, Func<string, string> tenantName) => Html.Of($"""
        <p>Påhittade leverantörer som tar emot SS 12000:2018. Allt ligger i minnet och försvinner när sandlådan stängs.</p>
        {Html.Each(suppliers.All, supplier => One(supplier, tenantName))}
        """);

    private static Html One(Supplier supplier, Func<string, string> tenantName) => Html.Of($"""
        <h2><a href="/suppliers/{supplier.Profile.Name}">{supplier.Profile.Title}</a></h2>
        <p class="quiet">{Character(supplier.Profile)}</p>
        <div class="wide" tabindex="0" role="region" aria-label="{supplier.Profile.Title}">
        <table>
        <caption>Innehåll per miljö och kommun</caption>
        <thead><tr><th scope="col">Miljö</th><th scope="col">Kommun</th>{Html.Each(Shown, endpoint =>
            Html.Of($"<th scope=\"col\" class=\"number\">{SupplierTexts.Title(endpoint)}</th>"))}<th scope="col" class="number">Anrop</th><th scope="col" class="number">Fel</th></tr></thead>
        <tbody>{Html.Each(supplier.Receivers, receiver => Rows(receiver, tenantName))}</tbody>
        </table>
        </div>
        """);

    private static IEnumerable<ScimEndpoint> Shown => ScimEndpoints.All.Where(endpoint => endpoint != ScimEndpoint.SchoolUnitGroups);

    private static Html Rows(ScimReceiver receiver, Func<string, string> tenantName)
    {
        var counts = receiver.Journal.Counts;
        var url = $"/suppliers/{receiver.Profile.Name}?environment={receiver.Environment}";
        var tenants = receiver.Tenants;
        if (tenants.Count == 0)
            return Html.Of($"<tr><td><a href=\"{url}\">{SupplierTexts.Title(receiver.Environment)}</a></td><td colspan=\"7\" class=\"quiet\">Tomt</td>{Asked(counts)}</tr>");
        return Html.Each(tenants.Select((tenant, index) => (tenant, index)), row => Html.Of($"""
            <tr><td><a href="{url}&amp;tenant={row.tenant}">{SupplierTexts.Title(receiver.Environment)}</a></td><td>{tenantName(row.tenant)}</td>{Html.Each(Shown, endpoint =>
                Html.Of($"<td class=\"number\">{receiver.HeldBy(row.tenant).Count(endpoint):N0}</td>"))}{(row.index == 0 ? Asked(counts) : Html.Of($"<td></td><td></td>"))}</tr>
            """));
    }

    private static Html Asked(ReceiverCounts counts) => Html.Of(
        $"<td class=\"number\">{counts.Requests:N0}</td><td class=\"number {(counts.Errors > 0 ? "bad" : "")}\">{counts.Errors:N0}</td>");

    public static string Character(SupplierProfile profile) => string.Join(" · ", new[]
    {
        profile.SharedKey ? "En nyckel för alla kommuner" : "En nyckel per kommun",
        profile.ClassesOnly ? "bara klasser" : "klasser och undervisningsgrupper",
        profile.OneSchoolPerPerson ? "en skola per person" : "flera skolor per person",
        profile.RatePerSecond is { } rate ? $"högst {rate} anrop i sekunden" : "ingen gräns för takten",
        profile.Http2 ? "HTTP/2" : "HTTP/1.1",
        profile.Checks == Checks.Strict ? "granskar allt" : "tar emot allt",
    });
}
