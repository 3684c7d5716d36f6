using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Tests.Sandbox;

public sealed class SandboxArgumentsTests
{
    [Fact]
    public void Arguments_are_read()
    {
        var (arguments, wrong) = SandboxArguments.Parse(
            ["--port", "0", "--seed", "9", "--size", "large", "--tenants", "2", "--parent-pid", "17"]);
        Assert.Null(wrong);
        Assert.Equal((0, 9, 2), (arguments!.Options.Port, arguments.Options.Seed, arguments.Options.Tenants));
        Assert.Equal(MunicipalitySize.Large, arguments.Options.Size);
        Assert.Equal(17, arguments.Parent);
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--port x")]
    [InlineData("--port 70000")]
    [InlineData("--size huge")]
    [InlineData("--tenants 0")]
    [InlineData("--fly high")]
    [InlineData("--sds folder --tenants 2")]
    public void Wrong_arguments_are_named(string line)
    {
        var (arguments, wrong) = SandboxArguments.Parse(line.Split(' '));
        Assert.Null(arguments);
        Assert.Contains(line.Split(' ')[0], wrong, StringComparison.Ordinal);
    }
}
