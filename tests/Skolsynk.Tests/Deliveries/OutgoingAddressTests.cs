using System.Net;
using Skolsynk.Deliveries;

namespace Skolsynk.Tests.Deliveries;

public sealed class OutgoingAddressTests
{
    [Theory]
    [InlineData("0.0.0.0"), InlineData("10.1.2.3"), InlineData("100.64.0.1"), InlineData("169.254.169.254"), InlineData("172.16.0.1")]
    [InlineData("172.31.255.255"), InlineData("192.168.1.1"), InlineData("192.0.2.7"), InlineData("198.18.0.1"), InlineData("198.51.100.1")]
    [InlineData("203.0.113.9"), InlineData("224.0.0.1"), InlineData("239.1.1.1"), InlineData("255.255.255.255"), InlineData("::")]
    [InlineData("fe80::1"), InlineData("fc00::1"), InlineData("fd12:3456::1"), InlineData("ff02::1"), InlineData("fec0::1")]
    [InlineData("::ffff:10.0.0.1"), InlineData("::ffff:169.254.169.254"), InlineData("::10.0.0.1"), InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::"), InlineData("2001:0:a00:1::"), InlineData("2001:db8::1")]
    public void An_address_of_no_public_host_is_never_connected_to(string address)
    {
        Assert.False(OutgoingAddresses.IsAllowed(IPAddress.Parse(address), allowLoopback: false));
        Assert.False(OutgoingAddresses.IsAllowed(IPAddress.Parse(address), allowLoopback: true));
    }

    [Theory, InlineData("127.0.0.1"), InlineData("127.8.9.10"), InlineData("::1"), InlineData("::ffff:127.0.0.1")]
    public void Loopback_is_for_development_only(string address)
    {
        Assert.False(OutgoingAddresses.IsAllowed(IPAddress.Parse(address), allowLoopback: false));
        Assert.True(OutgoingAddresses.IsAllowed(IPAddress.Parse(address), allowLoopback: true));
    }

    [Theory, InlineData("8.8.8.8"), InlineData("172.32.0.1"), InlineData("100.128.0.1"), InlineData("192.169.0.1"), InlineData("2a00:1450::1")]
    public void A_public_host_is_connected_to(string address) =>
        Assert.True(OutgoingAddresses.IsAllowed(IPAddress.Parse(address), allowLoopback: false));

    [Fact]
    public async Task A_supplier_whose_name_leads_into_our_own_network_is_not_connected_to()
    {
        using var http = new HttpClient(SupplierHandlers.Create(new(), allowLoopback: false));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://localhost:1/"), TestContext.Current.CancellationToken));
    }

    [Theory, InlineData("nyckel med blanksteg", true), InlineData("nyckel", true), InlineData("", false), InlineData("nyckelå", false), InlineData("a\nb", false)]
    public void A_key_that_no_header_can_carry_is_no_key(string key, bool usable) => Assert.Equal(usable, Receiver.IsUsable(key));
}
