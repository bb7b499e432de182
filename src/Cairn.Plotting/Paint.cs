namespace Cairn.Plotting;

/// <summary>What an area is filled with: a heat level, or a tint of a series' colour.</summary>
readonly record struct Paint(int? Level, int Colour)
{
    public static Paint Heat(int level) => new(level, -1);

    public static Paint Tint(int colour) => new(null, colour);
}
