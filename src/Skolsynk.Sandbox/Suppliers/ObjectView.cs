using System.Text.Json;
using System.Text.Json.Nodes;
using Skolsynk.Sandbox.Pages;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>Objects as people read them: a row in a table with links to what they refer to, or one object with all of it.</summary>
internal sealed class ObjectView(ScimReceiver receiver, string tenant, HeldObjects held)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Column headings of a resource type.</summary>
    public static string[] Columns(ScimEndpoint endpoint) => endpoint switch
    {
        ScimEndpoint.SchoolUnits => ["Namn", "Skolenhetskod", "Huvudman"],
        ScimEndpoint.Users => ["Namn", "Användarnamn", "E-post", "Elev vid"],
        ScimEndpoint.Employments => ["Person", "Skolenhet", "Befattning"],
        ScimEndpoint.StudentGroups => ["Namn", "Slag", "Skolenhet", "Elever"],
        ScimEndpoint.Activities => ["Namn", "Skolenhet", "Grupper", "Lärare"],
        _ => ["Namn"],
    };

    public Html Row(ScimObject one)
    {
        var json = Read(one);
        return Html.Of($"<tr>{Html.Each(Cells(one, json), cell => Html.Of($"<td>{cell}</td>"))}</tr>");
    }

    /// <summary>Where the object's own page is.</summary>
    public string Url(ScimEndpoint endpoint, string id) =>
        $"/suppliers/{receiver.Profile.Name}/{receiver.Environment}/{tenant}/{endpoint.Name()}/{Uri.EscapeDataString(id)}";

    /// <summary>Everything of one object, what it refers to and what refers to it.</summary>
    public Html Whole(ScimObject one)
    {
        var pointing = ScimEndpoints.All.SelectMany(held.All)
            .Where(other => other.References.Any(reference => reference.Target == one.Endpoint && reference.Id == one.Id)).Take(200).ToList();
        return Html.Of($"""
            <p class="id">{one.Endpoint.Name()}/{one.Id}</p>
            <h2>Refererar till</h2>
            {Links(one.References.Select(reference => (reference.Target, reference.Id)))}
            <h2>Refereras av</h2>
            {Links(pointing.Select(other => (other.Endpoint, other.Id)))}
            <h2>Som det kom</h2>
            <pre tabindex="0">{(Read(one) is { } json ? json.ToJsonString(Indented) : "(går inte att läsa)")}</pre>
            """);
    }

    /// <summary>What people call the object.</summary>
    public string NameOf(ScimObject one)
    {
        if (one.Endpoint != ScimEndpoint.Employments)
            return Text(Read(one), "displayName") ?? one.Id;
        var user = one.References.FirstOrDefault(reference => reference.Target == ScimEndpoint.Users);
        return held.Find(ScimEndpoint.Users, user.Id ?? "") is { } person ? $"{NameOf(person)}, anställning" : one.Id;
    }

    private IEnumerable<Html> Cells(ScimObject one, JsonNode? json)
    {
        if (one.Endpoint != ScimEndpoint.Employments)
            yield return Html.Of($"<a href=\"{Url(one.Endpoint, one.Id)}\">{NameOf(one)}</a>");
        switch (one.Endpoint)
        {
            case ScimEndpoint.SchoolUnits:
                yield return Plain(Text(json, "schoolUnitCode"));
                yield return To(one, "organisation");
                break;
            case ScimEndpoint.Users:
                yield return Plain(Text(json, "userName"));
                yield return Plain(Text(json?["emails"] as JsonArray is [var mail, ..] ? mail : null, "value"));
                yield return To(one, "enrolments");
                break;
            case ScimEndpoint.Employments:
                yield return Html.Of($"<a href=\"{Url(one.Endpoint, one.Id)}\">{NameOf(one)}</a>");
                yield return To(one, "employedAt");
                yield return Plain(Text(json, "employmentRole"));
                break;
            case ScimEndpoint.StudentGroups:
                yield return Plain(one.GroupType ?? Text(json, "studentGroupType"));
                yield return To(one, "owner");
                yield return Plain($"{one.References.Count(reference => reference.Attribute == "studentMemberships")}");
                break;
            case ScimEndpoint.Activities:
                yield return To(one, "owner");
                yield return To(one, "groups");
                yield return To(one, "teachers");
                break;
        }
    }

    private Html To(ScimObject one, string attribute) => Html.Each(
        one.References.Where(reference => reference.Attribute == attribute),
        reference => Html.Of($"{Link(reference.Target, reference.Id)} "));

    private Html Links(IEnumerable<(ScimEndpoint Endpoint, string Id)> targets)
    {
        var all = targets.ToList();
        return all.Count == 0
            ? Html.Of($"<p class=\"quiet\">Inget.</p>")
            : Html.Of($"<ul>{Html.Each(all, target => Html.Of($"<li>{SupplierTexts.Title(target.Endpoint)}: {Link(target.Endpoint, target.Id)}</li>"))}</ul>");
    }

    private Html Link(ScimEndpoint endpoint, string id) => held.Find(endpoint, id) is { } target
        ? Html.Of($"<a href=\"{Url(endpoint, id)}\">{NameOf(target)}</a>")
        : Html.Of($"<span class=\"bad\">saknas: <span class=\"id\">{id}</span></span>");

    private static Html Plain(string? text) => Html.Of($"{text}");

    private static string? Text(JsonNode? json, string name) =>
        json is JsonObject && json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A receiver that checks nothing may hold anything.</summary>
    private static JsonNode? Read(ScimObject one)
    {
        try
        {
            return JsonNode.Parse(one.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
