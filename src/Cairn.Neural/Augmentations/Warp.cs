using System.Buffers;

namespace Cairn.Augmentations;

/// <summary>Where each pixel of a changed picture comes from: an affine map about the centre, read between the pixels.</summary>
/// <param name="XX">How far to the right the place to read goes for a step to the right.</param>
/// <param name="XY">How far to the right for a step down.</param>
/// <param name="YX">How far down for a step to the right.</param>
/// <param name="YY">How far down for a step down.</param>
/// <param name="Right">How far right of the centre the centre is read, in pixels.</param>
/// <param name="Down">How far below.</param>
readonly record struct Warp(double XX, double XY, double YX, double YY, double Right = 0, double Down = 0)
{
    /// <summary>Reads every pixel at its place by weighing the four around it; what lies outside is <paramref name="fill"/>.</summary>
    internal void Apply(Span<float> picture, int channels, int height, int width, float fill)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(picture.Length);
        var old = rented.AsSpan(0, picture.Length);
        picture.CopyTo(old);
        double centerX = (width - 1) / 2.0, centerY = (height - 1) / 2.0;
        int plane = height * width;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double dx = x - centerX, dy = y - centerY;
                double fromX = centerX + XX * dx + XY * dy + Right, fromY = centerY + YX * dx + YY * dy + Down;
                int left = (int)Math.Clamp(Math.Floor(fromX), -2, width), top = (int)Math.Clamp(Math.Floor(fromY), -2, height);
                float toRight = (float)(fromX - left), toBottom = (float)(fromY - top);
                for (int c = 0; c < channels; c++)
                {
                    float above = Mix(At(old, c, left, top), At(old, c, left + 1, top), toRight);
                    float below = Mix(At(old, c, left, top + 1), At(old, c, left + 1, top + 1), toRight);
                    picture[c * plane + y * width + x] = Mix(above, below, toBottom);
                }
            }
        }
        ArrayPool<float>.Shared.Return(rented);

        float At(Span<float> pixels, int channel, int x, int y) =>
            (uint)x < (uint)width && (uint)y < (uint)height ? pixels[channel * plane + y * width + x] : fill;
    }

    static float Mix(float a, float b, float share) => share == 0 ? a : a + (b - a) * share;
}
