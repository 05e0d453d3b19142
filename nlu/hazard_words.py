"""The words and the rules by which hazards are known: data, read by `nlu.hazards`, which says what they mean.

A rule is words in order. CAPITALS stand for any of a list below, `~4` for up to four words in between, `<4>` for the
same in either order; the rest is regular expression. The text is in lower case and has no punctuation but apostrophes.
"""

WORDS = {
    "GAS": "gas, propane, methane, sulfur, sulphur, lpg, rotten eggs?",
    "SMELL": "smell(?:s|ed|ing|y)?, stinks?, stinking, stench, odou?rs?, whiff, reeks?, scent",
    "GAS_PIPE": "gas (?:line|pipe|main|meter|valve|hose), yellow pipe",
    "BROKEN": """broke, broken, breaks?, cut, hit, hissing, hisses, ruptured, bursts?, leaking, leaks,
        punctured, severed, cracked, damaged, snapped, split""",
    "MONOXIDE": r"carbon mon\w*(?: ?oxide)?, carbon dioxide, monoxide, c o, co",
    "ALARM": "detectors?, alarms?, sensor, monitor",
    "SOUNDS": r"""going off, went off, goes off, gone off, go off, beep\w*, chirp\w*, screaming, sounding,
        blaring, ringing, buzzing, shrieking, flashing, reading, reads, says, saying, climbing, won't
        (?:quit|stop), red, triggered, tripped""",
    "RINGS": """going off, went off, goes off, keeps? (?:going|beeping|chirping), evacuate, fresh air,
        numbers, flashing red, won't (?:quit|stop), climbing, ppm, parts per million""",
    "BURNER": "furnace, boiler, heater, stove, fireplace, dryer, generator, flue, chimney",
    "US_ALL": "everybody, everyone, all of us, we all, whole family, we're all, kids, we both, both of us",
    "ILL": r"""headaches?, dizzy, dizziness, nauseous, nausea, faint\w*, passed out, light ?headed,
        throwing up, woozy, confused, drowsy""",
    "WET": """water, water's, leak, leaks, leaking, leaked, dripping, drips, drip, wet, pouring, raining,
        soaked, flood(?:ed|ing)?, spraying""",
    "WETTED": """dripping, drips, leaking, soaked, wet, full of water, filled with water, under ?water,
        (?:has|have) water, flooded""",
    "ELECTRIC": r"""(?:lights?|life|lite|lighting) (?:fixtures?|fittings?|bulbs?|switch\w*|socket),
        chandelier, lamp, plugs?,
        (?:ceiling|recessed|can|cabinet|kitchen|bathroom|hall|hallway|pot|overhead) (?:lights?|fan), the
        lights, outlets?, sockets?, switch, breaker(?: box| panel)?, (?:electric\w*|service|breaker|fuse)
        (?:panel|box|board|meter), fuse ?box, wiring, wires, smoke (?:detector|alarm), power strip,
        extension cord, electrics, electricity, electrical""",
    "INTO": """through, from, out of, into, in, on, onto, over, down, around, near, by, above, behind,
        inside, next to, close to, all over""",
    "FIXTURE": """faucet, tap, shower, sink, tub, bathtub, handle, knob, water, pipes?, washer, dishwasher,
        disposal, spigot, drain, toilet, puddle""",
    "SHOCK": "shock(?:s|ed)?, tingl(?:e|es|ing|y), zap(?:s|ped)?, electrocuted, electrified, jolt",
    "SPARKS": r"""spark(?:s|ed|ing)?, arcing, shorted, shorting, short circuit\w*, smoking, sizzling,
        crackling""",
    "SEWAGE": """sewage, sewerage, sewer edge, sewer water, raw sewer, poop, poo, feces, faeces, crap,
        shit, human waste, sludge, toilet (?:water|paper), waste ?water, something (?:brown|black|nasty),
        septic, (?:black|brown|gr[ae]y|dirty|nasty|filthy|foul|stinky|smelly|disgusting)
        (?:water|stuff|liquid|sludge|gunk)""",
    "COMES_UP": r"""(?:coming|comes|came|come|backing|backs|backed|back|bubbling|bubbles) (?:back )?up,
        coming (?:out|back|in|through), backup, rising, overflow\w*, everywhere, all over, filling,
        spill(?:ing|ed), leak(?:ing|ed), pouring, shooting, flood\w*, full of, pooling, seeping, running""",
    "ROOM": """tub, bathtub, bath, shower(?: pan)?, floor drain, basement(?: drain)?, sinks?, kitchen,
        laundry(?: room)?, yard, drains?, floor, house, crawl space, bathroom""",
    "GUSHING": """pouring, gushing, spraying, spewing, shooting, squirting, flooding, rushing, blasting,
        streaming, pours, gushes, sprays, spurting, cascading, raining""",
    "PIPE": """pipes?, pipe's, line, hose, main, supply line, water heater, tank, joint, hydrant, fitting,
        connection""",
    "GAVE_WAY": "burst, bursted, busted, exploded, ruptured, blew, snapped, broke(?! down)",
    "APPLIANCE": """toilets?, sink, tub, bathtub, washer, washing machine, dishwasher, sump(?: pump)?, pit,
        water heater, drain, shower""",
    "NO_HEAT": r"""no heat(?:ing)?(?! pump), lost (?:our |the |all )?heat, without (?:any )?heat(?:ing)?,
        (?:don't have|haven't got|haven't had|ain't got) (?:any )?heat(?:ing)?, (?:heat|(?<!water
        )heater|heating|furnace|boiler|radiators?)(?:'s)?(?: [\w']+){0,3}
        (?:out|off|dead|down|died|broke|broken|not working|stopped|quit|failed|won't (?:start|light|turn
        on|come on|kick on|work)|conked out|isn't working|doesn't work|not (?:coming|kicking|turning) on|not
        on)""",
    "NO_HOT_WATER": r"""(?:no|without|lost|out of|don't have(?: any)?|haven't (?:got|had)(?: any)?|ain't
        got(?: any)?) hot water, water heater(?:'s)?(?: [\w']+){0,3}
        (?:out|dead|died|broke|broken|quit|stopped|not working)""",
    "SOMEBODY": """mom, mother, dad, father, husband, wife, she, he, she's, he's, his, parents, aunt,
        uncle, neighbor, i'm, i am, and, is, are""",
    "FRAIL": r"""bab(?:y|ies|y's), new ?born\w*, infants?(?:'s)?, toddlers?, kids?, child, children, twins,
        elderly, senior, grand(?:ma|mother|pa|father|parents|mom), pregnant, (?:week|month|day)s? old,
        oxygen, dialysis, copd, asthma, disabled, wheelchair, surgery, sick, chemo\w*, cancer, hospice,
        pneumonia, frail, bedridden,
        SOMEBODY(?: [\w']+){0,3} (?:seventy|eighty|ninety|[789]\d|(?:very )?old|years? old)""",
    "COLD": """freezing, frozen, degrees?, below zero, (?:five|ten|twenty) below, below freezing, zero out,
        sub ?zero, blizzard, snow ?storm, snowing, ice storm, (?:so|very|really|ice) cold, single digits,
        colder, (?:in the|at) (?:twenties|teens|thirties|forties|fifties)""",
    "ESCAPES": """leaking, hissing, escaping, blowing, spewing, filling, in here, in the
        (?:house|air|room|basement|kitchen), everywhere""",
    "VENTS_INSIDE": r"disconnected, blocked, fell off, coming (?:back )?in\w*, blowing back, in the house",
    "GUSHES_FROM": """water, it, it's, water's, pipes?, valve, heater, hose, line, spigot, faucet, toilet,
        ceiling, tap, wall, basement, tank""",
    "IS_BY_NOW": r"""(?:is|are|was|getting|been|completely|we're|\w+'s)(?:
        (?:all|completely|totally|getting|half))?""",
    "FREELY": "all over, everywhere, onto the floor, like crazy, like a (?:waterfall|river|fountain)",
    "GIVES_WAY": r"""bulging, sagging, bowing, c[ao]me down, coming down, collaps\w*, fell, caved, caving,
        falling, leaking water""",
    "FLICKERS": r"lights? (?:are |is |keeps? )?(?:flicker\w*|went out|buzzing)",
    "CANNOT": "can't, cannot, can not, couldn't, won't, doesn't",
    "VALVE": "valve, handle, knob, spout, stem, cap",
}

# What says that it is happening, for each hazard.
EVENTS = {
    "gas": r"""
        (?<!water )(?<!water that )SMELL ~8 GAS
        GAS ~1 SMELL
        SMELL (?:like |of |some |the )?(?:gus|guess|gass|gaz)
        smell it ~6 gas
        (?:gas|propane) ~2 ESCAPES
        gas(?:'s| is)? (?:just )?coming (?:out|from|in)
        GAS_PIPE <4> BROKEN
        hear(?:d|ing)? ~5 hiss\w*
        hiss\w* ~5 (?:gas|stove|meter|furnace)
        left (?:the )?(?:gas|burners?|stove gas) on
        gas ALARM ~3 SOUNDS
    """,
    "carbon_monoxide": r"""
        MONOXIDE ~6 SOUNDS
        ALARM ~7 RINGS
        BURNER <16> ILL
        US_ALL ~4 ILL
        move to fresh air
        beep\w* (?:four|4) times
        (?:four|4) beeps
        red tag\w* ~12 MONOXIDE
        (?:flue|exhaust|fumes) ~4 VENTS_INSIDE
    """,
    "water_near_electrics": r"""
        WET ~4 INTO ~4 ELECTRIC
        ELECTRIC(?:'s)? ~5 WETTED
        WET (?:out of|through|from|into|inside) (?:the|my|our|a) lights?
        SHOCK <7> FIXTURE
        SPARKS <8> WET
        electric\w* <6> (?:faucet|tap|shower)
        FLICKERS <9> (?:leak\w*|water (?:is|coming|dripping)|flood\w*)
        (?:water|leak|puddle|flood\w*) ~5 (?:reach\w*|touching|getting (?:close|near)|up to|at) ~2 ELECTRIC
    """,
    "sewage": r"""
        SEWAGE <5> COMES_UP
        SEWAGE ~3 (?:in|on|into|over) ~1 ROOM
        (?:coming|comes|came|come|backing|backs|backed) (?:back )?up (?:in|into|through|out of|from) ~3 ROOM
        (?:backed|backing) up (?:in|into|all over)
        sewers? ~3 (?:back(?:ed|ing|s)? up|backup|overflow\w*|c[oa]m(?:ing|e) up|flooding|broke|burst)
        (?:manhole|septic(?: tank)?|cesspool) ~3 (?:overflow\w*|back(?:ed|ing) up|coming up|flooding)
        toilets? ~16 (?:reeks|stinks|stinking|poop|sewage)
        inch\w* of (?:toilet water|sewage|sewer water|brown water)
        toilets? (?:is |are )?gurgl\w* ~10 (?:filling|coming up|brown|black)
    """,
    "active_water": r"""
        GUSHES_FROM ~4 GUSHING(?! the)
        GUSHING (?:water|everywhere|out|all over|from|hot water|into|down|through|onto)
        water(?:'s| is)?(?! pressure) ~2 (?:everywhere|all over|rising|up to my|inches deep|ankle deep)
        PIPE ~3 GAVE_WAY
        APPLIANCE(?:'s)? ~3 (?:overflow\w*|flooding|flooded)
        IS_BY_NOW (?:flooded|flooding|under ?water)(?! with)
        flooding (?:my|the|our|in|into|everywhere|right)
        (?:leak\w*|dripping|running|spilling|overflowing) ~2 FREELY
        (?:coming|leaking|running|pouring) (?:down |in |right |out )?(?:through|from|out of) ~3 ceiling
        ceiling(?:'s)? ~3 GIVES_WAY
        CANNOT ~5 (?:shut|turn) ~4 off(?=.* (?:water|running|floor|spray\w*|leak\w*)\b)
        water ~6 (?:won't|not|can't|doesn't|isn't) ~2 (?:stop\w*|shut(?:ting)? off|turn(?:ing)? off)
        (?:lots?|tons?|inch|inches|foot|feet|gallons) of water(?! (?:pressure|heaters?))
        VALVE ~2 (?:came|broke|popped|blew|snapped) off ~12 (?:water|spray\w*|shooting|now it's)
        leak(?:ing|s)? (?:really |very |so |pretty )?(?:bad|badly|fast|heavily|hard)
        fill(?:s|ing)? up (?:with water|fast|the basement)
        street's a river
        water main (?:broke|break|burst)
    """,
    "no_heat_vulnerable": """
        (?:NO_HEAT|NO_HOT_WATER) <40> FRAIL
        NO_HEAT <40> COLD
        thermostat ~40 (?:below|zero|freezing|frozen)
        (?:below|zero|freezing|frozen) ~40 thermostat
    """,
}

# What only names it, and so also stands in questions, orders and memories.
MENTIONS = {
    "gas": "gas leaks?, gas leakage, leaking gas",
    "carbon_monoxide": r"carbon mon\w*(?: oxide)?(?! (?:detectors?|alarms?|sensors?))",
    "water_near_electrics": "",
    "sewage": "sewage backup, sewer back ?up, raw sewage",
    "active_water": """burst (?:water )?(?:pipes?|main|line|hose), broken water main,
        (?:major|huge|massive|big) (?:water )?leak""",
    "no_heat_vulnerable": "",
}
