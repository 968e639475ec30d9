namespace QrisPayments.QrImages.Pictures;

/// <summary>
/// Decodes one scan (ITU-T T.81, E.2, F.2 and G.2). Components that nobody looks at are decoded to get past them and not kept.
/// </summary>
internal ref struct JpegScan(JpegFrame frame, ReadOnlySpan<JpegComponent> components, (int Start, int End, int High, int Low) band)
{
    private readonly ReadOnlySpan<JpegComponent> _components = components;
    private readonly Span<short> _unkept = new short[64];
    private int _endOfBand;

    /// <summary>False when the data are not what they should be.</summary>
    /// <param name="bits">From behind the scan's header.</param>
    /// <param name="interval">Units between two restart markers; 0 for none.</param>
    public bool Read(ref JpegBits bits, int interval)
    {
        var alone = _components.Length == 1;
        var only = _components[0];
        var units = alone ? only.Columns * only.Rows : frame.UnitColumns * frame.UnitRows;
        for (var unit = 0; unit < units; unit++)
        {
            if (unit == 0 || (interval > 0 && unit % interval == 0))
            {
                if (unit > 0 && !bits.Restart()) return false;
                foreach (var component in _components) component.Predicted = 0;
                _endOfBand = 0;
            }
            if (alone)
            {
                if (!ReadBlock(ref bits, only, unit % only.Columns, unit / only.Columns)) return false;
                continue;
            }
            foreach (var component in _components)
                for (var y = 0; y < component.Down; y++)
                    for (var x = 0; x < component.Across; x++)
                        if (!ReadBlock(ref bits, component, unit % frame.UnitColumns * component.Across + x,
                            unit / frame.UnitColumns * component.Down + y))
                            return false;
        }
        return true;
    }

    private bool ReadBlock(ref JpegBits bits, JpegComponent component, int column, int row)
    {
        var block = component == frame.First ? frame.Coefficients.AsSpan(64 * (row * component.Stride + column), 64) : _unkept;
        var read = (frame.IsProgressive, band.Start, band.High) switch
        {
            (false, _, _) => ReadDc(ref bits, component, block) && ReadAc(ref bits, component, block),
            (_, 0, 0) => ReadDc(ref bits, component, block),
            (_, 0, _) => RefineDc(ref bits, block),
            (_, _, 0) => ReadAc(ref bits, component, block),
            _ => RefineAc(ref bits, component, block),
        };
        return read && !bits.IsOver;
    }

    private readonly bool ReadDc(ref JpegBits bits, JpegComponent component, Span<short> block)
    {
        var size = component.Dc!.Take(ref bits);
        if (size is < 0 or > 11) return false;
        component.Predicted += bits.TakeSigned(size);
        block[0] = (short)(component.Predicted << band.Low);
        return true;
    }

    private readonly bool RefineDc(ref JpegBits bits, Span<short> block)
    {
        if (bits.Take() == 1) block[0] |= (short)(1 << band.Low);
        return true;
    }

    private bool ReadAc(ref JpegBits bits, JpegComponent component, Span<short> block)
    {
        if (_endOfBand > 0)
        {
            _endOfBand--;
            return true;
        }
        for (var k = Math.Max(1, band.Start); k <= band.End; k++)
        {
            var value = component.Ac!.Take(ref bits);
            if (value < 0) return false;
            var (run, size) = (value >> 4, value & 15);
            if (size == 0 && run < 15)
            {
                // The rest of this block is zeros, and in a progressive scan that of some blocks more (G.1.2.2).
                if (frame.IsProgressive) _endOfBand = (1 << run) - 1 + bits.Take(run);
                return true;
            }
            k += run;
            if (k > band.End) return false;
            if (size > 0) block[JpegIdct.ZigZag[k]] = (short)(bits.TakeSigned(size) << band.Low);
        }
        return true;
    }

    /// <summary>One more bit for each coefficient that is not zero, and those that come to be ±1 with it (G.1.2.3).</summary>
    private bool RefineAc(ref JpegBits bits, JpegComponent component, Span<short> block)
    {
        var k = band.Start;
        var one = 1 << band.Low;
        for (; _endOfBand == 0 && k <= band.End; k++)
        {
            var value = component.Ac!.Take(ref bits);
            if (value < 0) return false;
            var (run, size) = (value >> 4, value & 15);
            var made = 0;
            if (size == 0 && run < 15)
            {
                _endOfBand = (1 << run) + bits.Take(run);
                break;
            }
            if (size > 1) return false;
            if (size == 1) made = bits.Take() == 1 ? one : -one;
            // The run counts zeros only; those passed over that are not get their bit.
            for (; k <= band.End; k++)
            {
                ref var coefficient = ref block[JpegIdct.ZigZag[k]];
                if (coefficient != 0) Refine(ref bits, ref coefficient, one);
                else if (run-- == 0)
                {
                    coefficient = (short)made;
                    break;
                }
            }
        }
        if (_endOfBand == 0) return true;
        for (; k <= band.End; k++)
        {
            ref var coefficient = ref block[JpegIdct.ZigZag[k]];
            if (coefficient != 0) Refine(ref bits, ref coefficient, one);
        }
        _endOfBand--;
        return true;
    }

    private static void Refine(ref JpegBits bits, ref short coefficient, int one)
    {
        if (bits.Take() == 1 && (coefficient & one) == 0) coefficient += (short)(coefficient > 0 ? one : -one);
    }
}
