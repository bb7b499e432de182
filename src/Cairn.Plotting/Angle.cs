namespace Cairn.Plotting;

/// <summary>Sine and cosine of degrees, the same bits everywhere: pictures need no library's.</summary>
static class Angle
{
    public static (double Sin, double Cos) SinCos(double degrees)
    {
        // within an eighth of a turn of a quarter, where few terms of the series are enough
        double quarters = Math.Round(degrees / 90), x = (degrees - 90 * quarters) * (3.14159265358979324 / 180), square = x * x;
        double sin = 0, cos = 0;
        for (int k = 9; k >= 0; k--) // x - x^3/3! + ... and 1 - x^2/2! + ... from the inside out
        {
            sin = 1 - square / ((2 * k + 2) * (2 * k + 3)) * sin;
            cos = 1 - square / ((2 * k + 1) * (2 * k + 2)) * cos;
        }
        sin *= x;
        return ((int)quarters & 3) switch { 0 => (sin, cos), 1 => (cos, -sin), 2 => (-sin, -cos), _ => (-cos, sin) };
    }
}
