using System.Text.Json;
using Skolsynk.Portal;

namespace Skolsynk.Tests.Hosting;

/// <summary>The manifest that an operator imports asks for what the service uses, and for nothing else.</summary>
public sealed class AppRegistrationTests
{
    /// <summary>Ids of Microsoft Graph's application permissions (learn.microsoft.com, permissions reference).</summary>
    private static readonly Dictionary<string, string> Permissions = new()
    {
        ["EduRoster.Read.All"] = "e0ac9e1b-cb65-4fc5-87c5-1a8bc181f648",
        ["Member.Read.Hidden"] = "658aa5d8-239f-45c4-aa12-864f4fc7e490",
    };

    private static readonly JsonElement Manifest = JsonDocument.Parse(File.ReadAllText(Repository.Path("docs", "app-registration.json"))).RootElement;

    [Fact]
    public void The_manifest_asks_for_the_permissions_that_are_needed_and_no_other()
    {
        var resource = Manifest.GetProperty("requiredResourceAccess").EnumerateArray().Single();
        Assert.Equal("00000003-0000-0000-c000-000000000000", resource.GetProperty("resourceAppId").GetString());
        var asked = resource.GetProperty("resourceAccess").EnumerateArray().Select(one => (one.GetProperty("id").GetString(), one.GetProperty("type").GetString()));
        Assert.Equal(Permissions.Values.Select(id => ((string?)id, (string?)"Role")).Order(), asked.Order());
        Assert.Contains(Skolsynk.Portal.Setup.ConsentProofs.Roster, Permissions.Keys);
        Assert.Contains(Skolsynk.Portal.Setup.ConsentProofs.HiddenMembers, Permissions.Keys);
        var page = File.ReadAllText(Repository.Path("docs", "app-registration.md"));
        Assert.All(Permissions, one => Assert.Contains($"| `{one.Key}` | `{one.Value}` |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_manifest_sends_people_back_to_where_the_portal_waits_for_them()
    {
        var options = new PortalOptions(new("http://localhost:8081"), new("https://microsoft.skolsynk.example"), Development: false, "Driften");
        Assert.Equal(options.RedirectAddresses.Select(address => address.ToString()), Manifest.GetProperty("web").GetProperty("redirectUris").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("DirectoryRole", Manifest.GetProperty("groupMembershipClaims").GetString());
        Assert.Equal("AzureADMultipleOrgs", Manifest.GetProperty("signInAudience").GetString());
    }
}
