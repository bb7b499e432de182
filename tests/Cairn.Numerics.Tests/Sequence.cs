namespace Cairn.Tests;

static class Sequence
{
    /// <summary>Numbers in [-1, 1) from a linear congruential generator: the same on every runtime, so that bits can be pinned.</summary>
    public static double[] Numbers(int count, ulong seed)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            seed = seed * 6364136223846793005 + 1442695040888963407;
            values[i] = (long)(seed >> 11) * (2.0 / (1L << 53)) - 1;
        }
        return values;
    }
}
