using System.Net;
using System.Text.RegularExpressions;
using Skolsynk.Data;
using Skolsynk.Portal.Connections;
using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Portal;

/// <summary>What a signed-in person never sees, and what no address holds.</summary>
public sealed partial class IsolationTests(SharedStage shared) : IClassFixture<SharedStage>
{
    [Fact]
    [Trait("Invariant", "7")]
    public async Task Every_address_with_the_other_municipalitys_ids_shows_nothing_of_it()
    {
        var stage = shared.Stage;
        var preview = await Preview(stage);
        using var client = await NewcomerWithoutSupplier(stage);
        var own = await Own(stage);
        var names = stage.Running.Schools.Select(school => school.DisplayName!).Append(stage.Running.Name).ToList();
        foreach (var address in own)
            Assert.Equal(HttpStatusCode.NotFound, (await client.Once(address)).StatusCode);
        foreach (var route in stage.Routes.Where(route => !route.StartsWith("/sign-in", StringComparison.Ordinal)))
        {
            foreach (var address in Filled(route, preview))
            {
                var answer = await client.Once(address);
                var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                Assert.DoesNotContain(names, name => text.Contains(name, StringComparison.Ordinal));
                if (address.Contains("previews", StringComparison.Ordinal) || address.EndsWith("/scope", StringComparison.Ordinal))
                    Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            }
        }
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task Nothing_is_changed_with_the_other_municipalitys_ids()
    {
        var stage = shared.Stage;
        var preview = await Preview(stage);
        using var client = await NewcomerWithoutSupplier(stage);
        foreach (var address in new[] { $"{(await Own(stage))[0]}/send", $"/suppliers/alfa/previews/{preview:N}", "/suppliers/alfa/pause", "/suppliers/alfa/resume", "/suppliers/alfa/scope", "/suppliers/alfa/connection", "/suppliers/alfa/agreement", "/suppliers/alfa/objects", "/suppliers/alfa/compare", "/suppliers/alfa/resend" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.Post("/suppliers", address, ("step", "approve"), ("until", "2026-12-01"), ("mode", "all"))).StatusCode);
        var details = await stage.App.Database.Read(session => ConnectionStore.OfTenant(session, new TenantId(1)));
        Assert.All(details, one => Assert.True(one.Scope.Settings.AllSchools && !one.Paused));
    }

    [Fact]
    public async Task Nobody_reaches_a_page_without_having_signed_in()
    {
        var stage = shared.Stage;
        using var client = stage.Client();
        string[] open = ["/", "/index", "/problem", "/sign-in", "/sign-out", "/closed", "/help", "/privacy", "/accessibility", "/status"];
        foreach (var address in stage.Routes.SelectMany(route => Filled(route, Guid.Empty)).Where(address => !open.Any(one => address.Equals(one, StringComparison.OrdinalIgnoreCase) || address.StartsWith(one + "/", StringComparison.OrdinalIgnoreCase))))
            Assert.Contains((await client.Once(address)).StatusCode, new[] { HttpStatusCode.Found, HttpStatusCode.NotFound });
    }

    [Fact]
    [Trait("Invariant", "10")]
    public async Task No_address_on_any_page_holds_a_name()
    {
        var stage = shared.Stage;
        using var client = await stage.SignedIn("ga", stage.Running);
        var words = stage.Running.Users.SelectMany(user => new[] { user.GivenName, user.Surname, user.UserPrincipalName?.Split('@')[0] })
            .Concat(stage.Running.Schools.Select(school => school.DisplayName)).Where(word => word?.Length > 4).Select(word => Uri.EscapeDataString(word!)).ToHashSet();
        var todo = new Queue<string>(["/home"]);
        var seen = new HashSet<string>();
        while (todo.TryDequeue(out var page))
        {
            if (!seen.Add(page))
                continue;
            foreach (Match link in Link().Matches(await (await client.Get(page)).Content.ReadAsStringAsync()))
            {
                var address = link.Groups[1].Value;
                Assert.DoesNotContain(words, word => address.Contains(word, StringComparison.OrdinalIgnoreCase));
                // One person or group is enough to know them all.
                if (One().Match(address) is { Success: true } one && seen.Concat(todo).Count(known => known.StartsWith(one.Value, StringComparison.Ordinal)) > 2)
                    continue;
                if (address.StartsWith('/') && !address.StartsWith("/assets", StringComparison.Ordinal) && !address.StartsWith("/setup/consent", StringComparison.Ordinal) && address != "/sign-out")
                    todo.Enqueue(address);
            }
        }
        Assert.True(seen.Count >= 10, $"Only {string.Join(' ', seen)}");
        Assert.DoesNotContain(client.Asked, address => words.Any(word => address.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_keep_it_in_its_place()
    {
        var stage = shared.Stage;
        using var client = await stage.SignedIn("ga", stage.Running);
        foreach (var address in new[] { "/", "/home", "/nothing-here", "/assets/none.css", "/problem/no-access" })
        {
            var headers = (await client.Once(address)).Headers;
            var policy = headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("same-origin", headers.GetValues("Referrer-Policy").Single());
            Assert.False(headers.Contains("Strict-Transport-Security"));
        }
        var production = await stage.AddReplica(options => options with { Development = false, Public = new Uri("https://microsoft.skolsynk.example") });
        using var other = stage.Client(production);
        var secure = await other.Once("/sign-in");
        Assert.Equal("max-age=31536000; includeSubDomains", secure.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Contains("redirect_uri=https%3A%2F%2Fmicrosoft.skolsynk.example%2F", secure.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.All(secure.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        var stage = shared.Stage;
        using var client = await stage.SignedInAs(Skolsynk.Access.Role.GlobalAdministrator, protects: true);
        foreach (var address in new[] { "/home/read", "/schools", "/schools/paste", "/suppliers", "/suppliers/alfa/pause", "/suppliers/alfa/agreement", "/suppliers/alfa/connection", "/suppliers/alfa/scope", "/sign-out", "/setup/protected", $"/reviews/{Guid.Empty:N}", "/settings/guard", "/settings/protected/mark", "/people", "/groups", "/suppliers/alfa/objects", "/suppliers/alfa/compare", "/suppliers/alfa/resend", $"{(await Own(stage))[0]}/send" })
            Assert.Equal(HttpStatusCode.BadRequest, (await client.PostBlind(address)).StatusCode);
    }

    [Fact]
    public async Task A_page_that_is_not_there_and_one_that_is_not_hers_look_the_same()
    {
        var stage = shared.Stage;
        using var client = await stage.SignedIn("ga", stage.Running);
        foreach (var address in new[] { "/nothing-here", "/suppliers/nobody", $"/suppliers/alfa/previews/{Guid.Empty:N}", "/problem/nothing" })
        {
            var answer = await client.Once(address);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("Sidan finns inte, eller så har du inte behörighet.", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
    }

    /// <summary>Addresses of a person and a group of the running municipality.</summary>
    internal static async Task<string[]> Own(PortalStage stage)
    {
        var ids = await Skolsynk.Portal.People.OwnIds.Of(stage.App.Database, new TenantId(1), TestContext.Current.CancellationToken);
        var roster = await stage.App.Database.Read(session => Skolsynk.Stores.RosterStore.Load(new TenantId(1), session).Roster);
        return [$"/people/{ids.Of(roster.Persons[0].Id)}", $"/groups/{ids.Of(roster.Groups[0].Id)}"];
    }

    private static async Task<Guid> Preview(PortalStage stage) => await PreviewRound.Keep(
        stage.App.Database, (await stage.App.Database.Read(session => ConnectionView.All(session, new TenantId(1)))).First(one => one.Details.Supplier.Key == "alfa"), new ScopeSettings());

    private static async Task<PortalClient> NewcomerWithoutSupplier(PortalStage stage)
    {
        var client = await stage.SignedIn("ga", stage.New);
        await client.Page($"{(await client.Once("/setup/consent/start")).Headers.Location}&answer=yes");
        return client;
    }

    /// <summary>Every parameter of a route is filled with what belongs to the running municipality; a new kind of parameter fails here.</summary>
    private static IEnumerable<string> Filled(string route, Guid preview)
    {
        var plain = Optional().Replace(route, "");
        foreach (var handler in route.Contains("{handler", StringComparison.Ordinal) ? new[] { "", "/live", "/read", "/pause", "/decide" } : [""])
        {
            var address = plain.Replace("/{handler}", "", StringComparison.Ordinal).Replace("{key}", "alfa", StringComparison.Ordinal)
                .Replace("{id}", $"{preview:N}", StringComparison.Ordinal).Replace("{code}", "no-access", StringComparison.Ordinal).Replace("{seal}", "x", StringComparison.Ordinal).Replace("/{topic?}", "", StringComparison.Ordinal) + handler;
            Assert.DoesNotContain("{", address, StringComparison.Ordinal);
            yield return address;
        }
    }

    [GeneratedRegex(@"/\{handler[^/]*\}")]
    private static partial Regex Optional();

    [GeneratedRegex("^/(?:people/|groups/|suppliers/[a-z]+/objects)")]
    private static partial Regex One();

    [GeneratedRegex("(?:href|action|hx-get)=\"([^\"]+)\"")]
    private static partial Regex Link();
}
