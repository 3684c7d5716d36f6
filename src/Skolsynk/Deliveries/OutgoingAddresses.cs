using System.Net;
using System.Net.Sockets;

namespace Skolsynk.Deliveries;

/// <summary>
/// Which addresses may be connected to: none that is loopback, private, link-local, multicast or otherwise no public host, so that
/// a supplier's address can never point into our own network. Pure.
/// </summary>
public static class OutgoingAddresses
{
    /// <param name="allowLoopback">Development only.</param>
    public static bool IsAllowed(IPAddress address, bool allowLoopback)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(plain))
            return allowLoopback;
        return plain.AddressFamily is AddressFamily.InterNetwork ? IsPublic4(plain.GetAddressBytes()) : IsPublic6(plain);
    }

    private static bool IsPublic4(byte[] b) => b switch
    {
        [0 or 10 or 127, ..] => false,
        [100, >= 64 and < 128, ..] => false,
        [169, 254, ..] => false,
        [172, >= 16 and < 32, ..] => false,
        [192, 168, ..] or [192, 0, 0, _] or [192, 0, 2, _] => false,
        [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] => false,
        [>= 224, ..] => false,
        _ => true,
    };

    private static bool IsPublic6(IPAddress address)
    {
        var b = address.GetAddressBytes();
        var translated = b[0] == 0x00 && b[1] == 0x64 && b[2] == 0xFF && b[3] == 0x9B;
        var globalUnicast = (b[0] & 0xE0) == 0x20;
        var documentation = b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0D && b[3] == 0xB8;
        var sixToFourOrTeredo = b[0] == 0x20 && ((b[1] == 0x02) || (b[1] == 0x01 && b[2] == 0x00 && b[3] == 0x00));
        return globalUnicast && !translated && !documentation && !sixToFourOrTeredo;
    }
}
