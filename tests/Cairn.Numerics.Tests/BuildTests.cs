using System.Diagnostics;

namespace Cairn.Tests;

public class BuildTests
{
    [Fact]
    public void Library_is_compiled_with_the_optimizer_on()
    {
        var flags = typeof(DType).Assembly.GetCustomAttributes(typeof(DebuggableAttribute), false).Cast<DebuggableAttribute>();
        Assert.DoesNotContain(flags, f => f.IsJITOptimizerDisabled);
    }
}
